"""Makes and reads PDUs and texts with smpplib and gsmcodecs, so that ours are held against theirs.

`make` prints PDUs, one a line: hexadecimal and its fields in JSON, parted by a tab.
`read` reads such hexadecimal lines and prints the fields of each.
`texts` prints messages: alphabet, hexadecimal, text in JSON.
`alphabets` prints 7-bit alphabets: kind, language, septet, code point.
"""

import json
import random
import sys

from smpplib import consts, gsm, smpp


def fields(pdu):
    """What a PDU says, by the names of the standard; octets in hexadecimal."""
    found = {"command": pdu.command, "status": pdu.status, "sequence": pdu.sequence}
    for name in pdu.params_order:
        value = getattr(pdu, name, None)
        if value is None or (name == "short_message" and not value):
            continue
        if isinstance(value, str):
            value = value.encode()
        found[name] = value.hex() if isinstance(value, bytes) else value
    return found


ADDRESSES = {
    "source_addr_ton": consts.SMPP_TON_INTL,
    "source_addr_npi": consts.SMPP_NPI_ISDN,
    "source_addr": "15550100",
    "dest_addr_ton": consts.SMPP_TON_ABBREV,
    "dest_addr_npi": consts.SMPP_NPI_PRVT,
    "destination_addr": "7726",
}
MESSAGE = {
    **ADDRESSES,
    "service_type": "CMT",
    "esm_class": consts.SMPP_GSMFEAT_UDHI,
    "protocol_id": 1,
    "priority_flag": 2,
    "schedule_delivery_time": "260101000000000+",
    "validity_period": "000001000000000R",
    "registered_delivery": 1,
    "replace_if_present_flag": 1,
    "data_coding": consts.SMPP_ENCODING_ISO10646,
    "sm_default_msg_id": 4,
}
BIND = {
    "system_id": "watchbell",
    "password": "secret",
    "system_type": "VMA",
    "addr_ton": 1,
    "addr_npi": 1,
    "address_range": "^1555",
}
DATA = {name: MESSAGE[name] for name in ("service_type", "esm_class", "registered_delivery", "data_coding")}
KINDS = [
    ("bind_receiver", BIND),
    ("bind_transmitter", BIND),
    ("bind_transceiver", {}),
    ("bind_receiver_resp", {"system_id": "smsc", "sc_interface_version": 0x34}),
    ("bind_transmitter_resp", {"system_id": "smsc"}),
    ("bind_transceiver_resp", {"system_id": "", "status": consts.SMPP_ESME_RINVPASWD}),
    ("unbind", {}),
    ("unbind_resp", {}),
    ("generic_nack", {"status": consts.SMPP_ESME_RINVCMDID}),
    ("enquire_link", {}),
    ("enquire_link_resp", {}),
    ("submit_sm", {**MESSAGE, "short_message": b"\x00H\x00i", "user_message_reference": 9,
                   "source_port": 9200, "destination_port": 2948, "sar_msg_ref_num": 258,
                   "sar_total_segments": 3, "sar_segment_seqnum": 2, "more_messages_to_send": 1,
                   "language_indicator": 2, "callback_num": b"\x01\x02\x03\x04", "its_session_info": 513}),
    ("submit_sm", {**MESSAGE, "short_message": bytes(range(255))}),
    ("submit_sm", {}),
    ("submit_sm_resp", {"message_id": "4711"}),
    ("submit_sm_resp", {"message_id": "", "status": consts.SMPP_ESME_RTHROTTLED}),
    ("deliver_sm", {**MESSAGE, "short_message": b"Hi", "receipted_message_id": "4711", "message_state": 2}),
    ("deliver_sm", {**MESSAGE, "message_payload": bytes(range(256)) * 200}),
    ("deliver_sm_resp", {"message_id": ""}),
    ("data_sm", {**ADDRESSES, **DATA, "message_payload": b"Hi", "payload_type": 1, "qos_time_to_live": 70000}),
    ("data_sm_resp", {"message_id": "5"}),
    ("query_sm", {"message_id": "4711", "source_addr_ton": 1, "source_addr_npi": 1, "source_addr": "15550100"}),
    ("query_sm_resp", {"message_id": "4711", "final_date": "260101000000000+", "message_state": 2,
                       "error_code": 7}),
    ("alert_notification", {"source_addr_ton": 1, "source_addr_npi": 1, "source_addr": "15550100",
                            "esme_addr_ton": 0, "esme_addr_npi": 0, "esme_addr": "7726",
                            "ms_availability_status": 1}),
]


class Client:
    """What numbers PDUs."""

    sequence = 0

    def next_sequence(self):
        self.sequence += 1
        return self.sequence


def make():
    client = Client()
    for name, values in KINDS:
        pdu = smpp.make_pdu(name, client=client, sequence=client.next_sequence(), **values)
        octets = pdu.generate()
        print(octets.hex(), json.dumps(fields(smpp.parse_pdu(octets, client=client))), sep="\t")


def read():
    for line in sys.stdin:
        pdu = smpp.parse_pdu(bytes.fromhex(line), client=Client(), allow_unknown_opt_params=True)
        print(json.dumps(fields(pdu)))


def texts():
    chance = random.Random(7726)
    alphabets = {
        consts.SMPP_ENCODING_DEFAULT: gsm.GSM_CHARACTER_TABLE.replace("\x1b", "").replace("`", ""),
        consts.SMPP_ENCODING_ISO88591: "".join(map(chr, [*range(32, 127), *range(160, 256)])),
        consts.SMPP_ENCODING_ISO10646: "aé測試短信ข้อความرسالةदेश😀🎁👨‍👩‍👧",
    }
    for coding, characters in alphabets.items():
        for length in [1, 5, 67, 70, 71, 153, 160, 161, 400]:
            text = "".join(chance.choices(characters, k=length))
            parts, coding, esm_class = gsm.make_parts(text, coding)
            print(coding, esm_class, ",".join(part.hex() for part in parts), json.dumps(text), sep="\t")


def alphabets():
    from gsmcodecs.charmaps import GSMCHARMAPS

    for language, kinds in GSMCHARMAPS.items():
        for kind, maps in kinds.items():
            for septet, point in maps["decode"].items():
                print(kind, language, septet, point, sep="\t")


{"make": make, "read": read, "texts": texts, "alphabets": alphabets}[sys.argv[1]]()
