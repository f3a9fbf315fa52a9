// SPDX-License-Identifier: MIT
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Composer;

/// <summary>Writes a drawing as data: the same ids as in the other formats.</summary>
internal static class JsonDiagram
{
    private static readonly JsonWriterOptions Written = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // In a page, no text of a config may end the script element.
    private static readonly JsonWriterOptions Embedded = new() { Encoder = JavaScriptEncoder.Default };

    /// <summary>The whole drawing.</summary>
    public static string Of(Drawing drawing, DiagramDirection direction) => Write(Written, json =>
    {
        json.WriteStartObject();
        json.WriteString("file", drawing.File);
        json.WriteString("summary", drawing.Summary());
        json.WriteString("direction", direction == DiagramDirection.LeftToRight ? "LR" : "TB");
        WriteClusters(json, drawing);
        json.WriteStartArray("nodes");
        WriteBlocks(json, drawing);
        json.WriteEndArray();
        WriteEdges(json, drawing);
        json.WriteStartArray("unused");
        WriteNodes(json, drawing.Unused, null);
        json.WriteEndArray();
        json.WriteEndObject();
    }) + "\n";

    /// <summary>The nodes alone, safe inside a script element.</summary>
    public static string ForPage(Drawing drawing) => Write(Embedded, json =>
    {
        json.WriteStartArray();
        WriteBlocks(json, drawing);
        WriteNodes(json, drawing.Unused, null);
        json.WriteEndArray();
    });

    private static string Write(JsonWriterOptions options, Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, options))
        {
            write(json);
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteClusters(Utf8JsonWriter json, Drawing drawing)
    {
        json.WriteStartArray("clusters");
        foreach (var cluster in drawing.Clusters)
        {
            json.WriteStartObject();
            json.WriteString("id", cluster.Id);
            json.WriteString("kind", cluster.Kind);
            json.WriteString("name", cluster.Name);
            json.WriteString("source", (cluster.Source with { Column = 0 }).ToString());
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteBlocks(Utf8JsonWriter json, Drawing drawing)
    {
        foreach (var block in drawing.Root.All())
        {
            WriteNodes(json, block.Nodes, block.Cluster);
        }
    }

    private static void WriteNodes(Utf8JsonWriter json, IEnumerable<DrawnNode> nodes, DrawnCluster? cluster)
    {
        foreach (var node in nodes)
        {
            json.WriteStartObject();
            json.WriteString("id", node.Id);
            json.WriteString("role", node.RoleWord);
            WriteWhenSet(json, "language", node.LanguageWord);
            json.WriteString("name", node.Name);
            WriteWhenSet(json, "section", node.Section);
            WriteWhenSet(json, node.Role switch { NodeRole.Error => "error", NodeRole.Reference or NodeRole.Unused => "kind", _ => "factory" }, node.Detail);
            WriteWhenSet(json, "address", node.Address);
            WriteWhenSet(json, "cluster", cluster?.Id);
            if (node.Number is { } number)
            {
                json.WriteNumber("number", number);
            }
            WriteWhenSet(json, "same_as", node.SameAs);
            WriteWhenSet(json, "source", node.Source.Line == 0 ? "" : (node.Source with { Column = 0 }).ToString());
            WriteSettings(json, node);
            json.WriteEndObject();
        }
    }

    private static void WriteSettings(Utf8JsonWriter json, DrawnNode node)
    {
        if (node.Settings.Count == 0)
        {
            return;
        }
        json.WriteStartArray("settings");
        foreach (var setting in node.Settings)
        {
            json.WriteStartObject();
            json.WriteString("key", setting.Key);
            json.WriteString("value", setting.Value);
            WriteWhenSet(json, "source", setting.Source.ToString());
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteEdges(Utf8JsonWriter json, Drawing drawing)
    {
        json.WriteStartArray("edges");
        foreach (var edge in drawing.Edges)
        {
            json.WriteStartObject();
            json.WriteString("from", edge.From.Id);
            json.WriteString("to", edge.To.Id);
            WriteWhenSet(json, "label", edge.Label);
            json.WriteBoolean("crossing", edge.IsCrossing);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteWhenSet(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, value);
        }
    }
}
