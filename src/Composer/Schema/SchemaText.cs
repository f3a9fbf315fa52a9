// SPDX-License-Identifier: MIT
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Composer;

/// <summary>The forms that recur in the schema.</summary>
internal static class SchemaText
{
    private static readonly JsonWriterOptions Format = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema as a file.</summary>
    public static string Of(JsonObject schema)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Format))
        {
            schema.WriteTo(writer);
        }
        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    /// <summary>Adds what editors show: plain text, and Markdown where that says more.</summary>
    public static void Describe(JsonObject schema, string markdown, string details = "")
    {
        var plain = DocMarkdown.Plain(markdown);
        var rich = details.Length == 0 ? markdown : $"{markdown}\n\n{details}";
        schema["description"] = plain;
        if (rich != plain)
        {
            schema["markdownDescription"] = rich;
        }
    }

    /// <summary>A schema of a type with a description.</summary>
    public static JsonObject Described(string markdown, JsonObject schema)
    {
        Describe(schema, markdown);
        return schema;
    }

    /// <summary>The same, but not proposed by editors.</summary>
    public static JsonObject Hidden(JsonObject schema)
    {
        schema["doNotSuggest"] = true;
        schema["x-taplo"] = new JsonObject { ["hidden"] = true };
        return schema;
    }

    /// <summary>A pointer to another definition.</summary>
    public static JsonObject Definition(string name) => new() { ["$ref"] = $"#/definitions/{name}" };
}
