"""LiteLLM's Presidio guardrail, its own code, against `limpid serve`. Usage: check_litellm.py LIMPID"""

import asyncio
import os
import subprocess
import sys

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
from litellm.proxy.guardrails.guardrail_hooks.presidio import _OPTIONAL_PresidioPIIMasking as Guardrail  # noqa: E402
from litellm.types.guardrails import PiiAction  # noqa: E402

TEXT = "😀 Zoë: write to aisha@example.com or call (212) 555-0123"


async def check(url: str) -> None:
    def guardrail(**options) -> Guardrail:
        return Guardrail(presidio_analyzer_api_base=url, presidio_anonymizer_api_base=url, guardrail_name="limpid", **options)

    async def masked(guard: Guardrail, request: dict) -> str:
        return await guard.check_pii(
            text=TEXT, output_parse_pii=guard.output_parse_pii, presidio_config=None, request_data=request
        )

    whole = await masked(guardrail(), {})
    assert "aisha" not in whole and "555" not in whole and "<EMAIL_ADDRESS>" in whole, whole

    config = {"EMAIL_ADDRESS": PiiAction.MASK}
    only = await masked(guardrail(pii_entities_config=config), {})
    assert "<EMAIL_ADDRESS>" in only and "(212) 555-0123" in only, only

    # Numbered on the client's side, so that the answer can be put right again.
    request = {"metadata": {}}
    numbered = await masked(guardrail(output_parse_pii=True, pii_entities_config=config), request)
    assert "aisha" not in numbered and "EMAIL_ADDRESS_1" in numbered, numbered
    assert "aisha@example.com" in str(request), "kept by the client, to put it back"

    # An entity that nothing finds must not let the text through.
    try:
        through = await masked(guardrail(pii_entities_config={"SHOE_SIZE": PiiAction.MASK}), {})
    except Exception as error:  # LiteLLM has several kinds.
        assert "aisha" not in str(error), "an error with a value"
    else:
        raise AssertionError(f"let through: {through == TEXT}")


def main() -> None:
    command = [sys.argv[1], "--quiet", "serve", "--listen", "127.0.0.1:0"]
    served = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        url = served.stdout.readline().split()[-1] + "/"
        asyncio.run(check(url))
    finally:
        served.terminate()
        served.wait()
    assert served.returncode == 0
    print("LiteLLM's Presidio guardrail masks by limpid")


main()
