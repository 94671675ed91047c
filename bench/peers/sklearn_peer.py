"""scikit-learn as a peer: a whole fit of the digits."""

import os
import warnings

import peer

options = peer.arguments()
os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = str(options.threads)

import sklearn  # noqa: E402  (the threads are read at the import)
from sklearn.datasets import load_digits  # noqa: E402
from sklearn.neural_network import MLPClassifier  # noqa: E402

warnings.filterwarnings("ignore")


def digits():
    """As many samples as Descent trains on; 30 epochs of shuffled batches of 32."""
    inputs, targets = load_digits(return_X_y=True)
    inputs, targets = inputs[:1437].astype("float32"), targets[:1437]
    return lambda: MLPClassifier((64,), batch_size=32, max_iter=30, tol=0, n_iter_no_change=1000).fit(inputs, targets)


peer.serve("scikit-learn", sklearn.__version__, {"digits": digits})
