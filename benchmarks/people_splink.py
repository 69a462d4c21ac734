"""The peer of benchmarks/people.py: Splink on the same rows, run by a Python that has it.

    PYTHON benchmarks/people_splink.py ROWS.parquet OUT.parquet

Settings, blocking rules and training follow the example of its documentation for this very set (50,000 historical
persons). Writes unique_id and a cluster for each threshold of match probability; prints the seconds on stderr.
"""

from __future__ import annotations

import logging
import sys
import time
from typing import Any

import duckdb
import splink.comparison_library as cl
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI

THRESHOLDS = (0.25, 0.5, 0.8, 0.95, 0.99, 0.999, 0.9999)
RULES = [
    block_on("substr(first_name,1,3)", "substr(surname,1,4)"),
    block_on("surname", "dob"),
    block_on("first_name", "dob"),
    block_on("postcode_fake", "first_name"),
    block_on("postcode_fake", "surname"),
    block_on("dob", "birth_place"),
    block_on("substr(postcode_fake,1,3)", "dob"),
    block_on("substr(postcode_fake,1,3)", "first_name"),
    block_on("substr(postcode_fake,1,3)", "surname"),
    block_on("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)"),
]
CERTAIN = [
    "l.first_name = r.first_name and l.surname = r.surname and l.dob = r.dob",
    "substr(l.first_name,1,2) = substr(r.first_name,1,2) and l.surname = r.surname"
    " and substr(l.postcode_fake,1,2) = substr(r.postcode_fake,1,2)",
    "l.dob = r.dob and l.postcode_fake = r.postcode_fake",
]


def settings() -> SettingsCreator:
    return SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=RULES,
        comparisons=[
            cl.ForenameSurnameComparison("first_name", "surname", forename_surname_concat_col_name="first_and_surname"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.PostcodeComparison("postcode_fake"),
            cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
            cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        ],
    )


def main() -> None:
    source, target = sys.argv[1:3]
    logging.disable(logging.WARNING)
    begun = time.process_time(), time.perf_counter()
    connection = duckdb.connect()
    connection.execute("set threads to 2")
    db = DuckDBAPI(connection)
    linker = Linker(db.register(connection.read_parquet(source).df()), settings())
    linker.training.estimate_probability_two_random_records_match(CERTAIN, recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("first_name", "surname"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("dob"))
    predicted = linker.inference.predict(threshold_match_probability=0.2)
    found: Any = None
    for threshold in THRESHOLDS:
        made = linker.clustering.cluster_pairwise_predictions_at_threshold(
            predicted, threshold_match_probability=threshold
        ).as_pandas_dataframe()[["unique_id", "cluster_id"]]
        made = made.rename(columns={"cluster_id": f"{threshold}"})
        found = made if found is None else found.merge(made, on="unique_id")
    found.astype(str).to_parquet(target)
    print(f"{time.process_time() - begun[0]:.1f} {time.perf_counter() - begun[1]:.1f}", file=sys.stderr)


if __name__ == "__main__":
    main()
