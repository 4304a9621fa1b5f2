"""An entity of SMPP, made with smpplib: sends what it is told, and tells what came back.

entity.py PORT NAME PASSWORD WINDOW < lines of {"from", "text", "coding"}; "coding" is gsm, ucs2 or latin1.
Each line of the answer is {"sent": N, "status": S} or {"to": …, "text": …}; at the end of the input it waits
for what is still to come for as many seconds as the last line says: {"wait": 3}.
"""

import json
import logging
import socket
import sys
import time

import smpplib.client
import smpplib.consts
import smpplib.exceptions
import smpplib.gsm

logging.disable(logging.CRITICAL)
port, name, password, window = sys.argv[1:5]
# The default alphabet of 3GPP TS 23.038, without its extension.
GSM = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
client = smpplib.client.Client("127.0.0.1", int(port), timeout=0.2, allow_unknown_opt_params=True)
waiting, parts, came = {}, {}, []


def tell(what):
    print(json.dumps(what), flush=True)


def sent(pdu):
    number = waiting.pop(pdu.sequence, None)
    if number is not None:
        tell({"sent": number, "status": pdu.status})


def received(pdu):
    octets = pdu.short_message
    head = b""
    if pdu.esm_class & 0x40:
        head, octets = octets[: octets[0] + 1], octets[octets[0] + 1 :]
    to = pdu.destination_addr.decode()
    if head:
        key = (to, head[3])
        parts.setdefault(key, {})[head[5]] = octets
        if len(parts[key]) < head[4]:
            return 0
        octets = b"".join(octets for _, octets in sorted(parts.pop(key).items()))
    text = octets.decode("utf-16-be") if pdu.data_coding == 8 else "".join(GSM[octet] for octet in octets)
    tell({"to": to, "text": text})
    return 0


def refused(pdu):
    sent(pdu)


client.set_message_sent_handler(sent)
client.set_message_received_handler(received)
client.set_error_pdu_handler(refused)
client.connect()
client.bind_transceiver(system_id=name, password=password)


def read(until):
    while True:
        try:
            client.read_once(auto_send_enquire_link=False)
        except (socket.timeout, smpplib.exceptions.UnknownCommandError):
            pass
        if until():
            return


wait = 1.0
for number, line in enumerate(sys.stdin):
    told = json.loads(line)
    if "wait" in told:
        wait = told["wait"]
        continue
    if told.get("coding") == "latin1":
        pieces, coding, kind = [told["text"].encode("latin-1")], 3, 0
    else:
        pieces, coding, kind = smpplib.gsm.make_parts(told["text"])
        expected = {"gsm": 0, "ucs2": 8}[told.get("coding", "gsm")]
        assert coding == expected, (told, coding)
    for place, piece in enumerate(pieces):
        pdu = client.send_message(
            source_addr_ton=smpplib.consts.SMPP_TON_INTL,
            source_addr_npi=smpplib.consts.SMPP_NPI_ISDN,
            source_addr=told["from"].lstrip("+"),
            dest_addr_ton=smpplib.consts.SMPP_TON_UNK,
            destination_addr=told.get("destination", "7726"),
            short_message=piece,
            data_coding=coding,
            esm_class=kind,
        )
        waiting[pdu.sequence] = number
    if len(waiting) >= int(window):
        read(lambda: len(waiting) < max(int(window) // 2, 1))
began = time.time()
read(lambda: not waiting and time.time() - began > wait)
client.unbind()
client.disconnect()
