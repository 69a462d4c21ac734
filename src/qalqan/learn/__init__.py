"""Models: corpora we wrote, training, calibration, evaluation; writes weights and cards that the rooms only read."""
