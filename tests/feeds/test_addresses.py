"""Only the open Internet is asked, whatever an address looks like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.feeds.addresses import is_public

PUBLIC = ["8.8.8.8", "93.184.216.34", "192.169.0.1", "172.32.0.1", "100.128.0.1", "2a01:4f8::1", "2606:4700::1111"]
NOT_PUBLIC = [
    *("0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.1.2.3", "169.254.169.254", "172.16.0.1", "192.168.1.1"),  # noqa: S104 - nobody listens there
    *("192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "192.88.99.1"),
    *("224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "fe80::1", "fe80::1%1", "fc00::1", "fd12::1"),
    *("fec0::1", "ff02::1", "ff0e::1", "64:ff9b::a00:1", "64:ff9b::808:808", "64:ff9b:1::1", "2002:7f00:1::1"),
    *("2001::1", "2001:db8::1", "2001:2::1", "2001:10::1", "3fff::1", "100::1", "5f00::1", "4000::1"),
    *("", "localhost", "127.1", "0x7f.0.0.1", "2130706433", "8.8.8.8:80", "[2a01:4f8::1]", "8.8.8.8/32"),
]


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_public_is_asked(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_what_is_not_is_never_asked(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses(v=4))
def test_no_address_of_ipv4_gets_in_under_the_cover_of_one_of_ipv6(address: object) -> None:
    octets = [int(each) for each in str(address).split(".")]
    high, low = f"{octets[0]:02x}{octets[1]:02x}", f"{octets[2]:02x}{octets[3]:02x}"
    for cover in ("::{}:{}", "::ffff:{}:{}", "64:ff9b::{}:{}", "2002:{}:{}::1", "2001:0:1:2:3:4:{}:{}"):
        assert not is_public(cover.format(high, low))


@given(st.text(max_size=40))
def test_anything_else_is_no_address(text: str) -> None:
    assert not is_public(f"{text}x")
