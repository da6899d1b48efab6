"""The people, customers and wares that the stories are about."""

from __future__ import annotations

from random import Random
from typing import Any

COLLEAGUES = ("anna", "ben", "clara", "dmitri", "elif")
"""Everybody who works here but demo."""
WORKERS = {"payment-service": "payment-worker-1", "ship-order": "warehouse-7"}
FAILURES = {
    "payment-service": ("Card declined by the issuer", "The payment provider did not answer within 5 s"),
    "ship-order": ("No carrier for postcode 99999", "Label printer 3 is out of paper"),
}
_CUSTOMERS = (
    ("ACME GmbH", "Berlin"),
    ("Blue Harbour Ltd", "Bristol"),
    ("Café Zürich", "Zürich"),
    ("Dachshund & Söhne KG", "München"),
    ("Eastwind Trading", "Tallinn"),
    ("Fjord Foods AS", "Bergen"),
    ("Galería Norte", "Bilbao"),
    ("Hanami Design", "京都"),
    ("Iron Oak Furniture", "Leeds"),
    ("Jasmin Apotheke", "Wien"),
    ("Kowalski i Synowie", "Kraków"),
    ("Lumen Optics", "Lyon"),
)
_WARES = (("Espresso machine", 649.0), ("Desk lamp", 79.9), ("Office chair", 329.0), ("Standing desk", 890.0))
_TIERS = ("standard", "standard", "gold", "platinum")


def customer(chance: Random) -> dict[str, Any]:
    """Somebody to do business with."""
    name, city = chance.choice(_CUSTOMERS)
    return {"name": name, "city": city, "tier": chance.choice(_TIERS), "since": chance.randrange(2009, 2026)}


def items(chance: Random) -> list[dict[str, Any]]:
    """One to four lines of an order."""
    picked = chance.sample(_WARES, chance.randrange(1, len(_WARES) + 1))
    return [{"name": name, "quantity": chance.randrange(1, 9), "price": price} for name, price in picked]


def variables(process_id: str, chance: Random, number: int) -> dict[str, Any]:
    """What an instance of a process starts with."""
    buyer, lines = customer(chance), items(chance)
    amount = round(sum(line["quantity"] * line["price"] for line in lines), 2)
    match process_id:
        case "invoice-approval":
            supplier = chance.choice(_CUSTOMERS)[0]
            invoice = f"2026-{number % 12 + 1:02d}-{number:04d}"
            return {"amount": amount, "supplier": supplier, "invoiceNo": invoice, "items": lines, "approved": None}
        case "quote-to-cash":
            discount = chance.choice((0, 3, 5, 7, 10, 12.5))
            return {"amount": amount, "customer": buyer, "tier": buyer["tier"], "discount": discount, "items": lines}
        case "order-handling":
            return {"amount": amount, "customer": buyer, "orderNo": f"O-{number:06d}", "items": lines}
        case "complaint":
            late = chance.randrange(0, 15)
            opened = chance.choice(("Arrived broken", "Never arrived", "Wrong colour"))
            return {
                "orderValue": amount,
                "customer": buyer,
                "tier": buyer["tier"],
                "daysLate": late,
                "topic": opened,
                "orderNo": f"O-{number:06d}",
            }
    address = {"street": f"Hafenstraße {chance.randrange(1, 120)}", "city": buyer["city"], "verified": False}
    return {"customer": buyer, "address": address, "newsletter": chance.random() < 0.5}
