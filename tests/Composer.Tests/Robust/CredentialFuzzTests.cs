// SPDX-License-Identifier: MIT
namespace Composer.Tests.Robust;

public sealed class CredentialFuzzTests
{
    private const int Requests = 10_000;

    [Fact]
    public async Task Every_kind_of_credentials_is_accepted_as_it_was_given_out()
    {
        await using var site = await GuardedSite.StartAsync();

        var credentials = site.Credentials();

        Assert.Equal(9, credentials.Count);
        Assert.All(credentials, one => Assert.True(site.Accepts(one), $"{one} is refused"));
        Assert.False(site.Accepts());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Credentials_that_somebody_changed_are_neither_accepted_nor_a_failure(int seed)
    {
        await using var site = await GuardedSite.StartAsync();
        var credentials = site.Credentials();
        var good = credentials.SelectMany(one => CredentialForms.Of(one.Header, one.Value)).ToHashSet();
        var mutations = new Mutations(seed, [.. credentials.Select(one => one.Value)]);
        var same = 0;

        for (var i = 0; i < Requests / 2; i++)
        {
            var (header, value) = mutations.One(credentials);
            var mutated = mutations.Of(value);
            if (CredentialForms.Of(header, mutated).Overlaps(good))
            {
                same++;
                continue;
            }
            Assert.False(Accepts(site, header, mutated), $"accepted: {header}: {mutated}");
        }
        Assert.InRange(same, 0, Requests / 10);
    }

    private static bool Accepts(GuardedSite site, string header, string value)
    {
        try
        {
            return site.Accepts((header, value));
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"failed on {header}: {value}", error);
        }
    }
}
