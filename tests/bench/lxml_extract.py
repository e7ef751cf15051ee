#!/usr/bin/python3
"""What a short script would do: title, abstract, paragraphs and captions of JATS articles by lxml.

Usage: lxml_extract.py PATH... > texts.jsonl      (XML files and folders; python3-lxml)

The yardstick of tests/bench/ingest_speed: one process, one thread, one JSON object an article.
It joins the text of the elements and does nothing else (no sentences, no inline markup, no store).
"""
import json
import os
import sys

from lxml import etree


def files(paths):
    for path in paths:
        if os.path.isdir(path):
            for folder, folders, names in os.walk(path):
                folders.sort()
                for name in sorted(names):
                    if name.endswith((".xml", ".nxml", ".jats")):
                        yield os.path.join(folder, name)
        else:
            yield path


def joined(node):
    return " ".join("".join(node.itertext()).split())


def first(root, path):
    node = root.find(path)
    return "" if node is None else joined(node)


def extract(path):
    # No DTD, no network, no entity expansion, as in Lode; faulty markup is read as far as it goes.
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.parse(path, parser).getroot()
    body = root.find(".//body")
    return {
        "source": path,
        "title": first(root, ".//article-meta//article-title"),
        "abstract": first(root, ".//abstract"),
        "paragraphs": [joined(p) for p in body.iter("p")] if body is not None else [],
        "captions": [joined(caption) for caption in root.iter("caption")],
    }


def main():
    read = 0
    for path in files(sys.argv[1:]):
        try:
            record = extract(path)
        except etree.XMLSyntaxError as problem:
            print(f"{path}: {problem}", file=sys.stderr)
            continue
        read += 1
        print(json.dumps(record, ensure_ascii=False))
    print(f"{read} articles", file=sys.stderr)


if __name__ == "__main__":
    main()
