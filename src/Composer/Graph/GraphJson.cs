// SPDX-License-Identifier: MIT
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Composer;

/// <summary>Writes a graph as <c>compose show --json</c> prints it.</summary>
public sealed class GraphJson : IDisposable
{
    private readonly Utf8JsonWriter _json;

    private readonly SecretSettings? _secrets;

    private GraphJson(Stream stream, SecretSettings? secrets)
    {
        _secrets = secrets;
        _json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 10_000 });
    }

    /// <summary>Writes all objects of a file.</summary>
    public static void Write(Stream stream, Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        Write(stream, graph, graph.Objects);
    }

    /// <summary>Writes some objects of a file: what <c>site.ini#name</c> asks for.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="graph">Their file.</param>
    /// <param name="objects">Which.</param>
    /// <param name="secrets">Which values are masked; null masks none.</param>
    public static void Write(Stream stream, Graph graph, IEnumerable<GraphObject> objects, SecretSettings? secrets = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        using var writer = new GraphJson(stream, secrets);
        writer.WriteGraph(graph, objects);
    }

    /// <summary>Writes what is still in memory.</summary>
    public void Dispose() => _json.Dispose();

    private void WriteGraph(Graph graph, IEnumerable<GraphObject> objects)
    {
        _json.WriteStartObject();
        _json.WriteString("file", graph.File);
        WriteConf("global_conf", graph.Variables, null);
        _json.WriteStartObject("objects");
        var byKind = objects.ToLookup(found => found.Kind);
        foreach (var kind in KindRules.All)
        {
            _json.WriteStartObject(KindRules.Word(kind));
            foreach (var found in byKind[kind])
            {
                _json.WritePropertyName(found.Name);
                WriteNode(found.Node);
            }
            _json.WriteEndObject();
        }
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void WriteNode(Node node)
    {
        _json.WriteStartObject();
        if (node is ErrorNode error)
        {
            WriteError(error);
            _json.WriteEndObject();
            return;
        }
        _json.WriteString("type", node.Type);
        _json.WriteString("section", node.Section);
        _json.WriteString("file", node.File);
        WriteParts(node);
        WriteDropped(node);
        _json.WriteEndObject();
    }

    private void WriteError(ErrorNode node)
    {
        _json.WriteStartObject("error");
        _json.WriteString("type", node.Error.Type);
        _json.WriteString("message", node.Error.Message);
        _json.WriteEndObject();
    }

    private void WriteParts(Node node)
    {
        switch (node)
        {
            case FactoryNode factory:
                WriteFactory(factory);
                break;
            case PipelineNode pipeline:
                WritePipeline(pipeline);
                break;
            case FilterAppNode filterApp:
                WriteWrapped(filterApp, filterApp.Filter, filterApp.Next);
                break;
            case FilterWithNode filterWith:
                WriteWrapped(filterWith, filterWith.Filter, filterWith.Next);
                break;
        }
    }

    private void WriteFactory(FactoryNode node)
    {
        _json.WriteString("factory", node.Factory.ToString());
        _json.WriteString("protocol", node.Protocol);
        WriteConf("global_conf", node.GlobalConf, node);
        WriteConf("local_conf", node.LocalConf, node);
        WriteOrigin(node.LocalConf);
        if (node.Children is not { } children)
        {
            return;
        }
        _json.WriteStartObject("children");
        foreach (var (key, child) in children)
        {
            _json.WritePropertyName(key);
            WriteNode(child);
        }
        _json.WriteEndObject();
    }

    private void WritePipeline(PipelineNode node)
    {
        WriteConf("global_conf", node.GlobalConf, null);
        _json.WriteStartArray("filters");
        foreach (var filter in node.Filters)
        {
            WriteNode(filter);
        }
        _json.WriteEndArray();
        WriteNode("app", node.App);
    }

    private void WriteWrapped(Node node, Node filter, Node next)
    {
        WriteConf("global_conf", node.GlobalConf, null);
        WriteNode("filter", filter);
        WriteNode("next", next);
    }

    private void WriteNode(string name, Node node)
    {
        _json.WritePropertyName(name);
        WriteNode(node);
    }

    private void WriteConf(string name, Conf conf, FactoryNode? owner)
    {
        _json.WriteStartObject(name);
        foreach (var entry in conf)
        {
            _json.WriteString(entry.Key, _secrets?.Shown(owner, entry.Key, entry.Text.Text) ?? entry.Text.Text);
        }
        _json.WriteEndObject();
    }

    private void WriteOrigin(Conf conf)
    {
        if (conf.Count == 0)
        {
            return;
        }
        _json.WriteStartObject("origin");
        foreach (var entry in conf)
        {
            _json.WriteString(entry.Key, (entry.Text.Source with { Column = 0 }).ToString());
        }
        _json.WriteEndObject();
    }

    private void WriteDropped(Node node)
    {
        if (node.Dropped.Count == 0)
        {
            return;
        }
        _json.WriteStartArray("dropped");
        foreach (var key in node.Dropped.Select(dropped => dropped.Key).Distinct(StringComparer.Ordinal))
        {
            _json.WriteStringValue(key);
        }
        _json.WriteEndArray();
    }
}
