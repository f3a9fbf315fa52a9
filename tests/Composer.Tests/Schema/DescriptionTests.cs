// SPDX-License-Identifier: MIT
using System.Reflection;
using System.Xml.Linq;

namespace Composer.Tests.Schema;

/// <summary>What documentation comments say to the user of a config file.</summary>
public sealed class DescriptionTests
{
    private static readonly Registry Registry = new(Assembly.Load("Composer.Middleware"), Assembly.Load("Composer.Servers"));

    public static TheoryData<string> Settings =>
        [.. Registry.Components.SelectMany(component => component.Settings.Select(setting => $"{component.Name}.{setting.Name}")).Distinct()];

    [Fact]
    public void A_component_says_what_its_comment_says() =>
        Assert.Equal(
            "Compresses responses for clients that say they can undo it, with Brotli or gzip.",
            Registry.Find(ComponentKind.Filter, "compress")!.Description);

    [Theory]
    [MemberData(nameof(Settings))]
    public void Every_setting_has_a_description_of_whole_sentences(string name)
    {
        var parts = name.Split('.');
        var setting = Registry.Components.First(component => component.Name == parts[0]).Settings.First(setting => setting.Name == parts[1]);

        Assert.Matches("^[`A-Z0-9].*[.]$", setting.Description);
    }

    [Theory]
    [InlineData("Plain\n    text.", "Plain text.")]
    [InlineData("A <c>key</c> of <see cref=\"P:Shop.Cart.Items\"/>.", "A `key` of `Items`.")]
    [InlineData("<see langword=\"null\"/> or <paramref name=\"x\"/>", "`null` or `x`")]
    [InlineData("See <see href=\"http://x\">there</see>.", "See there.")]
    public void Comments_become_Markdown_in_one_line(string comment, string expected) =>
        Assert.Equal(expected, DocMarkdown.Of(XElement.Parse($"<summary>{comment}</summary>")));

    [Fact]
    public void A_comment_may_give_examples() =>
        Assert.Equal(["/new", "https://example.org/new"], DocComments.Examples(typeof(Composer.Middleware.RedirectOptions).GetProperty("To")!)); // it is required

    [Fact]
    public void An_assembly_without_a_file_of_comments_explains_nothing() => Assert.Equal("", DocComments.Of(typeof(DescriptionTests)));
}
