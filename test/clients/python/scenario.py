"""The shared scenario and the addresses of the servers."""

import json
import os
from pathlib import Path

SCENARIO = json.loads((Path(__file__).parents[2] / "fake-model" / "blog-post.json").read_text("utf-8"))
PROMPTS = SCENARIO["prompts"]
TOOL = SCENARIO["tool"]
MODELS = SCENARIO["models"]


def model_url() -> str:
    """The model server's address, from `FAKE_MODEL_URL`."""
    return os.environ["FAKE_MODEL_URL"]


def run_tool() -> str:
    """The tool of the scenario; returns JSON text."""
    return json.dumps(TOOL["result"], separators=(",", ":"))
