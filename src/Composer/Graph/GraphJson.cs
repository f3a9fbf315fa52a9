// SPDX-License-Identifier: MIT
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Composer;

/// <summary>Writes a graph as <c>compose show --json</c> prints it.</summary>
public sealed class GraphJson : IDisposable
{
    private readonly Utf8JsonWriter _json;

    private GraphJson(Stream stream) =>
        _json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 10_000 });

    /// <summary>Writes all objects of a file.</summary>
    public static void Write(Stream stream, Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        Write(stream, graph, graph.Objects);
    }

    /// <summary>Writes some objects of a file: what <c>site.ini#name</c> asks for.</summary>
    public static void Write(Stream stream, Graph graph, IEnumerable<GraphObject> objects)
    {
        ArgumentNullException.ThrowIfNull(graph);
        using var writer = new GraphJson(stream);
        writer.WriteGraph(graph, objects);
    }

    /// <summary>Writes what is still in memory.</summary>
    public void Dispose() => _json.Dispose();

    private void WriteGraph(Graph graph, IEnumerable<GraphObject> objects)
    {
        _json.WriteStartObject();
        _json.WriteString("file", graph.File);
        WriteConf("global_conf", graph.Variables);
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
        WriteConf("global_conf", node.GlobalConf);
        WriteConf("local_conf", node.LocalConf);
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
        WriteConf("global_conf", node.GlobalConf);
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
        WriteConf("global_conf", node.GlobalConf);
        WriteNode("filter", filter);
        WriteNode("next", next);
    }

    private void WriteNode(string name, Node node)
    {
        _json.WritePropertyName(name);
        WriteNode(node);
    }

    private void WriteConf(string name, Conf conf)
    {
        _json.WriteStartObject(name);
        foreach (var entry in conf)
        {
            _json.WriteString(entry.Key, entry.Text.Text);
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
