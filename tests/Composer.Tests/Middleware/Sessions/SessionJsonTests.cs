// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Middleware;

namespace Composer.Tests.Middleware;

/// <summary>Values of sessions as JSON, the same as Python's side writes it.</summary>
public sealed class SessionJsonTests
{
    public static TheoryData<object?, string> Values => new()
    {
        { null, "null" },
        { true, "true" },
        { 3L, "3" },
        { 1.0, "1.0" },
        { 0.5, "0.5" },
        { "é\"<", "\"é\\\"<\"" },
        { 1.50m, """{"$type":"decimal","value":"1.50"}""" },
        { new byte[] { 1, 2 }, """{"$type":"bytes","value":"AQI="}""" },
        { new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1)), """{"$type":"datetime","value":"2026-01-02T03:04:05.000000+01:00"}""" },
        { new DateTime(2026, 1, 2, 3, 4, 5), """{"$type":"datetime","value":"2026-01-02T03:04:05.000000"}""" },
        { new DateOnly(2026, 1, 2), """{"$type":"date","value":"2026-01-02"}""" },
        { TimeSpan.FromSeconds(-1.5), """{"$type":"timedelta","value":[-1,86398,500000]}""" },
        { new List<object?> { 1L, "a" }, """[1,"a"]""" },
        { new object?[] { 1L, null }, """{"$type":"tuple","value":[1,null]}""" },
        { new HashSet<object?> { 1L }, """{"$type":"set","value":[1]}""" },
        { new Dictionary<string, object?> { ["a"] = 1L }, """{"a":1}""" },
        { new Dictionary<object, object?> { [1L] = "one" }, """{"$type":"dict","value":[[1,"one"]]}""" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_comes_back_as_what_it_was(object? value, string json)
    {
        var written = SessionJson.Encode(value);

        Assert.Equal(json, Encoding.UTF8.GetString(written));
        var read = SessionJson.Decode(written);
        Assert.Equal(value, read);
        Assert.Equal(value?.GetType(), read?.GetType());
    }

    [Theory]
    [InlineData("""{"$type":"unheard of","value":1}""")]
    [InlineData("""{"$type":"bytes","value":"?"}""")]
    [InlineData("""{"$type":"timedelta","value":"?"}""")]
    [InlineData("""{"$type":7,"value":1}""")]
    public void What_only_looks_like_one_of_ours_is_a_dictionary(string json) =>
        Assert.IsType<Dictionary<string, object?>>(SessionJson.Decode(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Strings_of_an_array_are_a_list() => Assert.Equal("""["a"]""", Encoding.UTF8.GetString(SessionJson.Encode((string[])["a"])));

    [Fact]
    public void Bytes_of_a_file_name_that_are_no_text_come_back_as_they_were()
    {
        const string Name = "caf\udce9 \ud83d\ude00";

        var json = SessionJson.BytesOf($"\"{Name}\"");

        Assert.Equal(Name, SessionJson.Decode(json));
        Assert.NotEmpty(PickleWriter.Write(SessionRecord.Empty.With([new("name", json)]), Pickled.Session));
    }

    [Fact]
    public void What_has_no_number_cannot_be_stored() => Assert.Throws<ArgumentException>(() => SessionJson.Encode(double.NaN));

    [Fact]
    public void A_record_keeps_what_nobody_looked_at_byte_by_byte()
    {
        const string Text = """{"a":{"$type":"new","value":[1,  2]},"b":1e400,"_creation_time":1.5}""";

        var record = SessionRecord.Parse(Encoding.UTF8.GetBytes(Text))!;

        Assert.Equal(Text, Encoding.UTF8.GetString(record.ToBytes()));
        Assert.Equal(1.5, record.Began);
    }
}
