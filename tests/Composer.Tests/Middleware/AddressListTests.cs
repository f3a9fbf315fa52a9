// SPDX-License-Identifier: MIT
using Composer.Middleware;

namespace Composer.Tests.Middleware;

public sealed class AddressListTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7", "192.0.2.6", "192.0.2.8", "::1")]
    [InlineData("192.0.2.0/24", "192.0.2.0", "192.0.1.255", "192.0.3.0", "2001:db8::1")]
    [InlineData("192.0.2.0/255.255.255.0", "192.0.2.255", "192.0.1.255", "192.0.3.0", "::")]
    [InlineData("192.0.2.5-192.0.2.8", "192.0.2.8", "192.0.2.4", "192.0.2.9", "")]
    [InlineData("2001:db8::/32", "2001:db8:ffff::1", "2001:db7:ffff::", "2001:db9::", "192.0.2.1")]
    [InlineData("2001:db8::1-2001:db8::ff", "2001:db8::80", "2001:db8::", "2001:db8::100", "rubbish")]
    [InlineData("::ffff:192.0.2.0/120", "192.0.2.9", "192.0.3.1", "192.0.1.1", "::192.0.2.9")]
    [InlineData("192.0.2.7", "::ffff:192.0.2.7", "::ffff:192.0.2.8", "::192.0.2.7", "192.0.2.7.example.org")]
    [InlineData("0.0.0.0/0", "203.0.113.9", "::1", "2001:db8::1", "")]
    [InlineData("::/0", "2001:db8::1", "203.0.113.9", "::ffff:203.0.113.9", "")]
    [InlineData("loopback", "127.9.9.9", "128.0.0.1", "192.168.0.1", "")]
    [InlineData("Private", "172.31.255.255", "172.32.0.0", "127.0.0.1", "")]
    [InlineData("link-local", "fe80::1%eth0", "fec0::1", "169.253.0.1", "")]
    [InlineData("unix", "", "127.0.0.1", "::", "unix")]
    public void Holds_the_addresses_that_it_names_and_no_others(string item, string member, string lower, string higher, string other)
    {
        var list = new AddressList([item], "Trusted");

        Assert.True(list.Contains(member));
        Assert.False(list.Contains(lower));
        Assert.False(list.Contains(higher));
        Assert.False(list.Contains(other));
    }

    [Theory]
    [InlineData("203.0.113.9")]
    [InlineData("2001:db8::1")]
    [InlineData("")]
    [InlineData(null)]
    public void A_star_is_everybody_and_an_empty_list_nobody(string? address)
    {
        Assert.True(new AddressList(["*"], "Trusted").Contains(address));
        Assert.False(new AddressList([], "Trusted").Contains(address));
        Assert.True(new AddressList([], "Trusted").IsEmpty);
        Assert.False(new AddressList(["unix"], "Trusted").IsEmpty);
    }

    [Fact]
    public void Several_items_are_added_up()
    {
        var list = new AddressList(["10.0.0.0/8", "loopback", "2001:db8::7"], "Trusted");

        Assert.All(new[] { "10.1.2.3", "::1", "2001:db8::7" }, address => Assert.True(list.Contains(address)));
        Assert.False(list.Contains("11.0.0.0"));
    }

    [Theory]
    [InlineData("10.0.0.300", "'10.0.0.300' is no address; write an address (192.0.2.7")]
    [InlineData("", "'' is no address")]
    [InlineData("localhost", "'localhost' is a name, not an address; write an address")]
    [InlineData("10", "'10' is written in an unusual way; write 0.0.0.10 if that is meant")]
    [InlineData("010.0.0.1", "'010.0.0.1' is written in an unusual way; write 8.0.0.1")]
    [InlineData("[::1]:80", "'[::1]:80': write the address alone, without brackets, port and zone")]
    [InlineData("fe80::1%eth0/64", "'fe80::1%eth0/64': write the address alone")]
    [InlineData("127.0.0.1:80", "'127.0.0.1:80' is no address")]
    [InlineData("10.1.2.3/8", "'10.1.2.3/8' names one address and a network; write 10.0.0.0/8 for the network, or 10.1.2.3 for the address")]
    [InlineData("10.0.0.0/33", "in '10.0.0.0/33' the number after the slash must be 0 to 32")]
    [InlineData("2001:db8::/129", "must be 0 to 128")]
    [InlineData("10.0.0.0/", "must be 0 to 32")]
    [InlineData("10.0.0.0/255.0.255.0", "in '10.0.0.0/255.0.255.0' the mask has a gap")]
    [InlineData("10.0.0.9-10.0.0.1", "the range '10.0.0.9-10.0.0.1' ends before it begins; write 10.0.0.1-10.0.0.9")]
    [InlineData("10.0.0.9-::1", "the range '10.0.0.9-::1' begins with one kind of address (IPv4, IPv6) and ends with the other")]
    [InlineData("10.0.0.9-", "'10.0.0.9-' is no address")]
    public void What_is_no_address_is_refused_with_the_remedy(string item, string problem)
    {
        var error = Assert.Throws<ArgumentException>(() => new AddressList([item], "Trusted"));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Equal("Trusted", error.ParamName);
    }
}
