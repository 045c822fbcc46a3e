"""Which addresses are public: all that lead back inside are not, in whatever form they come."""

import pytest

from service.outbound.addresses import is_public, parsed

INSIDE = """
0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.100.100.200 127.0.0.1 127.1.2.3 168.63.129.16 169.254.169.254 172.16.0.1
172.31.255.255 192.0.0.192 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1
239.255.255.255 240.0.0.1 255.255.255.255
:: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:169.254.169.254 ::ffff:8.8.8.8 ::ffff:0:127.0.0.1 fe80::1 fe80::1%eth0 fec0::1
fc00::1 fd00:ec2::254 ff02::1 64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::1 2002:7f00:1:: 2001::1 2001:10::1 2001:db8::1
100::1 5f00::1 3fff::1
"""


@pytest.mark.parametrize("address", INSIDE.split())
def test_what_leads_inside_is_not_public(address: str) -> None:
    assert not is_public(parsed(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "2a02:c0::1", "193.0.0.1"])
def test_the_rest_is(address: str) -> None:
    assert is_public(parsed(address))
