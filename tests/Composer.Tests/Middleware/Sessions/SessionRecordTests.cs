// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Middleware;

namespace Composer.Tests.Middleware;

/// <summary>The data of a session as C# has them, with few keys and with many.</summary>
public sealed class SessionRecordTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(500)]
    public void Keys_are_found_changed_and_removed_in_their_order(int count)
    {
        var keys = Enumerable.Range(0, count).Select(i => $"key {i}").ToList();
        var record = SessionRecord.Empty.With([.. keys.Select((key, i) => Change(key, $"{i}"))]);

        var changed = record.With([Change(keys[1], "\"one\""), Change(keys[0], null), Change("new", "true")]);

        Assert.Equal([.. keys[1..], "new"], changed.Items.Select(item => item.Key));
        Assert.Equal("\"one\"", Text(changed, keys[1]));
        Assert.Equal($"{count - 1}", Text(changed, keys[^1]));
        Assert.Null(changed.Find(keys[0]));
        Assert.Equal("0", Text(record, keys[0]));
        Assert.Equal(changed.ToText(), SessionRecord.Parse(changed.ToBytes())!.ToText());
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("quoted \"é\" \\ \n")]
    public void What_is_packed_is_the_same(string key)
    {
        var record = SessionRecord.Empty.With([Change(key, "11"), Change("b", "[1, 2]")], 1.5);

        var packed = record.Pack(out var text);

        Assert.Equal(Encoding.UTF8.GetString(text), packed.ToText());
        Assert.Equal(record.ToText(), packed.ToText());
        Assert.Equal("11", Text(packed, key));
        Assert.Equal((1.5, 1.5), (packed.Accessed, packed.Began));
        Assert.Equal("1.500000", Text(packed, SessionRecord.AccessedTime));
    }

    [Fact]
    public void What_a_store_hands_back_need_not_be_read_again()
    {
        var format = new KeptFormat();
        var written = format.Write(SessionRecord.Empty.With([Change("a", "1")]));

        Assert.Same(format.Read(written), format.Read(written));
        Assert.Equal("""{"a":1}""", format.Read(written.ToArray())!.ToText());
    }

    private static KeyValuePair<string, ReadOnlyMemory<byte>?> Change(string key, string? json) => new(key, json is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(json));

    private static string Text(SessionRecord record, string key) => Encoding.UTF8.GetString(record.Find(key)!.Value.Span);
}
