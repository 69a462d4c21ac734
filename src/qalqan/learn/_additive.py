"""Fitting the additive models of `qalqan.detect`: the weights of greatest likelihood inside their bounds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def fitted(
    told: np.ndarray, sign: np.ndarray, weight: np.ndarray, bounds: Sequence[tuple[float, float]], strength: float
) -> tuple[float, np.ndarray]:
    """Bias and weights (bits) of greatest likelihood.

    ``told`` is 1 where a row reaches a cut (rows x cuts), ``sign`` 1 or -1 by the truth, ``weight`` adds up to 1;
    ``bounds`` are those of the bias and of each weight, ``strength`` the pull to nothing per squared bit. Method:
    logistic loss, L-BFGS-B (Byrd et al. 1995). Needs the extra ``[learn]``.
    """
    from scipy.optimize import minimize  # noqa: PLC0415 - the extra [learn] alone

    def loss(at: np.ndarray) -> tuple[float, np.ndarray]:
        nats = (at[0] + told @ at[1:]) * np.log(2)
        slope = -weight * sign / (1 + np.exp(sign * nats)) * np.log(2)
        pull = strength * at[1:]
        value = float((weight * np.logaddexp(0, -sign * nats)).sum() + (pull * at[1:]).sum())
        return value, np.concatenate([[slope.sum()], told.T @ slope + 2 * pull])

    found = minimize(loss, np.zeros(told.shape[1] + 1), jac=True, method="L-BFGS-B", bounds=bounds).x
    return float(found[0]), found[1:]
