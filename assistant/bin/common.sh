# Shared by the entry scripts: where things are and what Rasa must not do.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
PYTHON=.venv/bin/python
MODEL=models/houvast.tar.gz
export RASA_TELEMETRY_ENABLED=false         # no calls to the outside
export SQLALCHEMY_SILENCE_UBER_WARNING=1    # Rasa needs SQLAlchemy 1.4 and its 2.0 warning is noise here
export TF_CPP_MIN_LOG_LEVEL=3 CUDA_VISIBLE_DEVICES=-1
export LOG_LEVEL=${LOG_LEVEL:-WARNING} LOG_LEVEL_LIBRARIES=ERROR   # what people write never reaches a log
export PYTHONHASHSEED=0                     # the same data train the same model
[ -x "$PYTHON" ] || { echo "assistant: no environment in assistant/.venv; run 'make setup' first" >&2; exit 1; }
