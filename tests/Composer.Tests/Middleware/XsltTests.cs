// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using Composer.Middleware;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Tests.Middleware;

public sealed class XsltTests : IDisposable
{
    private const string Simple = """<xsl:output method="html" encoding="utf-8"/><xsl:param name="u" select="'nobody'"/><xsl:template match="/"><p><xsl:value-of select="/a"/>|<xsl:value-of select="$u"/></p></xsl:template>""";

    private readonly string _folder = Directory.CreateTempSubdirectory("composer-xslt-").FullName;
    private readonly RecordingLogger<Xslt> _log = new();
    private readonly ManualClock _clock = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void XML_becomes_a_page_with_its_own_type_length_and_entity_tag()
    {
        Write("s.xsl", Simple);
        var result = Wsgi.Get("/", Filter(Xml("<a>hi</a>", ("ETag", "\"x\""), ("Last-Modified", "Sat, 21 Nov 2026 17:00:00 GMT"), ("Accept-Ranges", "bytes"), ("Content-MD5", "Q2hlY2sgSW50ZWdyaXR5IQ=="))));

        Assert.Equal("<p>hi|nobody</p>", result.Text);
        Assert.Equal("text/html; charset=utf-8", result.Headers["Content-Type"]);
        Assert.Equal("16", result.Headers["Content-Length"]);
        Assert.StartsWith("W/\"", result.Headers["ETag"], StringComparison.Ordinal);
        Assert.All(["Last-Modified", "Accept-Ranges", "Content-MD5"], header => Assert.False(result.Headers.Contains(header)));
        Assert.Equal(1, result.Closes);
    }

    [Theory]
    [InlineData("text/xml", true)]
    [InlineData("application/xml; charset=utf-8", true)]
    [InlineData("application/atom+xml", true)]
    [InlineData("application/xhtml+xml", true)]
    [InlineData("image/svg+xml", false)]
    [InlineData("text/html", false)]
    [InlineData("application/xml-dtd", false)]
    public void The_media_type_decides(string type, bool transformed)
    {
        Write("s.xsl", Simple);

        Assert.Equal(transformed, Wsgi.Get("/", Filter(Xml("<a>hi</a>", ("Content-Type", type)))).Text.StartsWith("<p>", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("200 OK", "Content-Encoding", "gzip")]
    [InlineData("200 OK", "Cache-Control", "max-age=5, no-transform")]
    [InlineData("200 OK", "Content-Range", "bytes 0-8/9")]
    [InlineData("206 Partial Content", "X", "y")]
    [InlineData("205 Reset Content", "X", "y")]
    [InlineData("302 Found", "X", "y")]
    [InlineData("404 Not Found", "X", "y")]
    [InlineData("500 Internal Server Error", "X", "y")]
    public void Some_answers_are_left_alone(string status, string header, string value)
    {
        Write("s.xsl", Simple);

        var result = Wsgi.Get("/", Filter(Wsgi.App(status, "<a>hi</a>", ("Content-Type", "text/xml"), ("ETag", "\"x\""), (header, value))));

        Assert.Equal("<a>hi</a>", result.Text);
        Assert.Equal("\"x\"", result.Headers["ETag"]);
    }

    [Theory]
    [InlineData("text/xml", "200 OK", "<p>hi|nobody</p>", 2)]
    [InlineData("text/plain", "206 Partial Content", "<a>", 1)]
    public void A_part_of_the_XML_is_no_part_of_the_page(string type, string status, string text, int calls)
    {
        Write("s.xsl", Simple);
        var app = Wsgi.App(environ => environ.GetText(EnvironKey.HttpRange) is null
            ? Wsgi.Answer("200 OK", Body.From("<a>hi</a>"), ("Content-Type", type))
            : Wsgi.Answer("206 Partial Content", Body.From("<a>"), ("Content-Type", type), ("Content-Range", "bytes 0-2/9")));

        var result = Wsgi.Get("/", Filter(app), ("Range", "bytes=0-2"));

        Assert.Equal((status, text), (result.Status, result.Text));
        Assert.Equal((calls, calls), (result.Calls, result.Closes));
    }

    [Fact]
    public void Error_pages_are_transformed_when_asked_for()
    {
        Write("s.xsl", Simple);
        var app = Wsgi.App("404 Not Found", "<a>gone</a>", ("Content-Type", "text/xml"));

        var result = Wsgi.Get("/", Filter(app, new() { TransformErrors = true }));

        Assert.Equal("404 Not Found", result.Status);
        Assert.Equal("<p>gone|nobody</p>", result.Text);
    }

    [Theory]
    [InlineData("204 No Content")]
    [InlineData("304 Not Modified")]
    public void Answers_without_a_body_stay_without_one(string status)
    {
        Write("s.xsl", Simple);

        Assert.Empty(Wsgi.Get("/", Filter(Wsgi.App(status))).Body);
    }

    [Fact]
    public void HEAD_says_what_GET_would_as_far_as_it_is_known()
    {
        Write("s.xsl", Simple);

        var result = Wsgi.Head("/", Filter(Wsgi.App(_ =>
        {
            var answer = Wsgi.Answer("200 OK", Body.Empty, ("Content-Type", "text/xml"), ("Content-Length", "9"), ("ETag", "\"x\""));
            return answer;
        })));

        Assert.Equal("text/html; charset=utf-8", result.Headers["Content-Type"]);
        Assert.False(result.Headers.Contains("Content-Length"));
        Assert.False(result.Headers.Contains("ETag"));
        Assert.Equal(1, result.Closes);
    }

    [Fact]
    public void Parameters_are_values_never_expressions()
    {
        Write("s.xsl", Simple.Replace("<p>", "<p><xsl:value-of select=\"$t\"/>:<xsl:value-of select=\"$q\"/>:<xsl:value-of select=\"count($n)\"/>", StringComparison.Ordinal)
            .Replace("<xsl:param", "<xsl:param name=\"t\"/><xsl:param name=\"q\"/><xsl:param name=\"n\" select=\"//a\"/><xsl:param", StringComparison.Ordinal));
        var filter = Filter(Xml("<a>hi</a>"), new()
        {
            Param = new Dictionary<string, string> { ["t"] = "'//a" },
            Env = new Dictionary<string, string> { ["u"] = "REMOTE_USER" },
            Query = new Dictionary<string, string> { ["q"] = "p" },
        });

        var result = Wsgi.Request("GET", "/?x=1&p=%27)%20or%20//a%3C&p=2", filter, prepare: environ => environ.RemoteUser = Encoding.Latin1.GetString("zoë"u8));

        Assert.Equal("<p>'//a:') or //a&lt;:1hi|zoë</p>", result.Text);
    }

    [Fact]
    public void Characters_that_XML_cannot_have_do_not_break_the_page()
    {
        Write("s.xsl", Simple);
        var filter = Filter(Xml("<a>hi</a>"), new() { Query = new Dictionary<string, string> { ["u"] = "p" } });

        Assert.Equal("<p>hi|x\uFFFDy</p>", Wsgi.Get("/?p=x%00y", filter).Text);
    }

    [Fact]
    public void A_parameter_from_a_header_makes_the_answer_vary()
    {
        Write("s.xsl", Simple);
        var filter = Filter(Xml("<a>hi</a>"), new() { Env = new Dictionary<string, string> { ["u"] = "HTTP_ACCEPT_LANGUAGE" } });

        Assert.Equal("Accept-Language", Wsgi.Get("/", filter, ("Accept-Language", "de")).Headers["Vary"]);
    }

    [Fact]
    public void A_profile_from_a_header_makes_the_answer_vary_where_it_counts()
    {
        Write("s.xsl", Simple);
        var filter = Filter(Xml("<a>hi</a>"), new() { Profile = "env.HTTP_X_VIEW", Rules = "/a* profile=xml -> none\n/b -> s.xsl", Stylesheet = ["s.xsl"] });

        Assert.Equal("<a>hi</a>", Wsgi.Get("/a", filter, ("X-View", "xml")).Text);
        Assert.Equal("X-View", Wsgi.Get("/a", filter, ("X-View", "xml")).Headers["Vary"]);
        Assert.Equal("X-View", Wsgi.Get("/a", filter).Headers["Vary"]);
        Assert.False(Wsgi.Get("/b", filter).Headers.Contains("Vary"));
        Assert.False(Wsgi.Get("/c", filter).Headers.Contains("Vary"));
    }

    [Fact]
    public void HEAD_promises_nothing_where_the_document_itself_would_decide()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "styles"));
        var app = Wsgi.App(_ => Wsgi.Answer("200 OK", Body.Empty, ("Content-Type", "text/xml"), ("Content-Length", "9"), ("ETag", "\"x\"")));

        var result = Wsgi.Head("/", Filter(app, new() { PiRoot = "styles" }));

        Assert.Equal("text/xml", result.Headers["Content-Type"]);
        Assert.All(["Content-Length", "ETag"], header => Assert.False(result.Headers.Contains(header)));
    }

    [Fact]
    public void The_first_rule_that_fits_counts()
    {
        Write("s.xsl", Simple);
        Write("feed.xsl", "<xsl:template match='/'><feed/></xsl:template>");
        Write("print.xsl", "<xsl:output method='text'/><xsl:template match='/'>print <xsl:value-of select='name(*)'/></xsl:template>");
        var filter = Filter(Xml("<a>hi</a>"), new()
        {
            Stylesheet = ["s.xsl"],
            Profile = "query.view",
            Rules = """
                /feeds/raw* -> none
                *  profile=print  -> feed.xsl print.xsl
                /feeds/* application/atom+xml -> print.xsl
                /feeds/* -> feed.xsl
                """,
        });

        Assert.Equal("<a>hi</a>", Wsgi.Get("/feeds/raw.xml", filter).Text);
        Assert.Equal("print feed", Wsgi.Get("/x?view=print", filter).Text);
        Assert.Equal("text/plain; charset=utf-8", Wsgi.Get("/x?view=print", filter).Headers["Content-Type"]);
        Assert.Contains("<feed", Wsgi.Get("/feeds/news", filter).Text, StringComparison.Ordinal);
        Assert.Equal("<p>hi|nobody</p>", Wsgi.Get("/x?view=other", filter).Text);
    }

    [Fact]
    public void A_document_may_ask_for_a_stylesheet_of_one_directory_only()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "styles", "sub"));
        Write("styles/sub/s.xsl", Simple);
        Write("secret.xsl", Simple);
        Result Get(string href) => Wsgi.Get("/", Filter(Xml($"<?xml version='1.0'?><?xml-stylesheet href='x.css' type='text/css'?><?xml-stylesheet type='text/xsl' href='{href}'?><a>hi</a>"), new() { PiRoot = "styles" }));

        Assert.Equal("<p>hi|nobody</p>", Get("/sub/s.xsl").Text);
        Assert.Equal("<p>hi|nobody</p>", Get("sub/s.xsl").Text);
        Assert.All(["../secret.xsl", "http://evil.example/s.xsl", "//evil.example/s.xsl", "/../secret.xsl", "%2e%2e/secret.xsl", "nowhere.xsl", "sub"], href => Assert.Equal(500, Get(href).StatusCode));
    }

    [Fact]
    public void What_a_document_asks_for_is_ignored_unless_allowed()
    {
        Write("s.xsl", Simple);
        var app = Xml("<?xml-stylesheet type='text/xsl' href='nowhere.xsl'?><a>hi</a>");

        Assert.Equal("<p>hi|nobody</p>", Wsgi.Get("/", Filter(app)).Text);
    }

    [Fact]
    public void A_changed_stylesheet_or_import_counts_from_the_next_request()
    {
        Write("s.xsl", "<xsl:import href='lib/a.xsl'/><xsl:template match='/'><p><xsl:call-template name='t'/></p></xsl:template>");
        Directory.CreateDirectory(Path.Combine(_folder, "lib"));
        Write("lib/a.xsl", "<xsl:include href='b.xsl'/>");
        Write("lib/b.xsl", "<xsl:output method='html'/><xsl:template name='t'>one</xsl:template>");
        var filter = Filter(Xml("<a/>"));
        Assert.Equal("<p>one</p>", Wsgi.Get("/", filter).Text);

        Write("lib/b.xsl", "<xsl:output method='html' media-type='text/x'/><xsl:template name='t'>other</xsl:template>");
        var changed = Wsgi.Get("/", filter);
        Write("lib/b.xsl", "<xsl:template name='t'>broken");
        var broken = Wsgi.Get("/", filter);
        File.Delete(Path.Combine(_folder, "lib/b.xsl"));
        var missing = Wsgi.Get("/", filter);
        Wsgi.Get("/", filter);
        Write("lib/b.xsl", "<xsl:output method='text'/><xsl:template name='t'>again</xsl:template>");

        Assert.Equal("<p>other</p>", changed.Text);
        Assert.Equal("text/x; charset=utf-8", changed.Headers["Content-Type"]);
        Assert.Equal("<p>other</p>", broken.Text);
        Assert.Equal("<p>other</p>", missing.Text);
        Assert.Equal("again", Wsgi.Get("/", filter).Text);
        Assert.Equal(2, _log.Entries.Count(entry => entry.Event == "Kept"));
        Assert.Contains(_log.Messages, message => message.Contains("lib/b.xsl:1:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_compiled_stylesheet_serves_many_at_once()
    {
        Write("s.xsl", Simple);
        var filter = Filter(Wsgi.App(environ => Wsgi.Answer("200 OK", Body.From($"<a>{environ.QueryString}</a>"), ("Content-Type", "text/xml"))), new() { Query = new Dictionary<string, string> { ["u"] = "q" } });

        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() => Wsgi.RequestAsync("GET", $"/?q={i}", filter))));

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"<p>q={i}|{i}</p>"), results.Select(result => result.Text));
    }

    [Theory]
    [InlineData("<xsl:output method='html' media-type='text/html' encoding='iso-8859-1'/>", "text/html; charset=iso-8859-1", "<p>\xe9</p>")]
    [InlineData("<xsl:output method='text' encoding='windows-1252'/>", "text/plain; charset=windows-1252", "\xe9")]
    [InlineData("<xsl:output media-type='application/atom+xml; charset=utf-8' omit-xml-declaration='yes'/>", "application/atom+xml; charset=utf-8", "<p>\xc3\xa9</p>")]
    [InlineData("<xsl:output omit-xml-declaration='yes'/>", "text/xml; charset=utf-8", "<p>\xc3\xa9</p>")]
    [InlineData("<xsl:output/>", "text/xml; charset=utf-8", "<?xml version=\"1.0\" encoding=\"utf-8\"?><p>\xc3\xa9</p>")]
    public void The_type_and_the_charset_are_those_of_xsl_output(string output, string type, string bytes)
    {
        Write("s.xsl", output + "<xsl:template match='/'><p>é</p></xsl:template>");

        var result = Wsgi.Get("/", Filter(Xml("<a/>")));

        Assert.Equal(type, result.Headers["Content-Type"]);
        Assert.Equal(bytes, Encoding.Latin1.GetString(result.Body));
        Assert.Equal(result.Body.Length.ToString(CultureInfo.InvariantCulture), result.Headers["Content-Length"]);
    }

    [Fact]
    public void Without_a_method_a_result_that_begins_with_html_is_HTML()
    {
        Write("s.xsl", "<xsl:template match='/'><html><body><br/></body></html></xsl:template>");

        var result = Wsgi.Get("/", Filter(Xml("<a/>")));

        Assert.Equal("text/html; charset=utf-8", result.Headers["Content-Type"]);
        Assert.Contains("<br>", result.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "<table><tr><td>1</td></tr></table>")]
    [InlineData("indent='yes'", "<table>\n  <tr>\n    <td>1</td>\n  </tr>\n</table>")]
    public void A_page_is_indented_only_when_the_stylesheet_asks_for_it(string indent, string page)
    {
        Write("s.xsl", $"<xsl:output method='html' {indent}/><xsl:template match='/'><table><tr><td>1</td></tr></table></xsl:template>");

        Assert.Equal(page, Wsgi.Get("/", Filter(Xml("<a/>"))).Text);
    }

    [Theory]
    [InlineData("text/xml; charset=iso-8859-1", "<a>\xe9</a>")]
    [InlineData("text/xml; charset=\"iso-8859-1\"", "<?xml version='1.0' encoding='utf-8'?><a>\xe9</a>")]
    [InlineData("text/xml", "<?xml version='1.0' encoding='iso-8859-1'?><a>\xe9</a>")]
    [InlineData("text/xml", "<a>\xc3\xa9</a>")]
    [InlineData("text/xml; charset=iso-8859-1", "\xef\xbb\xbf<a>\xc3\xa9</a>")]
    public void The_charset_of_the_document_is_that_of_its_mark_its_type_or_its_declaration(string type, string bytes)
    {
        Write("s.xsl", Simple);
        var app = Wsgi.App(_ => Wsgi.Answer("200 OK", Body.From(Encoding.Latin1.GetBytes(bytes)), ("Content-Type", type)));

        Assert.Equal("<p>é|nobody</p>", Wsgi.Get("/", Filter(app)).Text);
    }

    [Fact]
    public void Whitespace_is_kept_where_the_stylesheet_says_so()
    {
        Write("s.xsl", "<xsl:output method='text'/><xsl:strip-space elements='r'/><xsl:template match='/'><xsl:apply-templates/><xsl:text> </xsl:text>end</xsl:template>");

        Assert.Equal("a b  c end", Wsgi.Get("/", Filter(Xml("<r>\n <i>a</i> <i> b </i> <i> c</i>\n</r>"))).Text);
    }

    [Theory]
    [InlineData("<a><b></a>", "position")]
    [InlineData("", null)]
    [InlineData("<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>", "e")]
    public void A_document_that_is_no_XML_is_an_error_with_its_place(string document, string? reason)
    {
        Write("s.xsl", Simple);

        var result = Wsgi.Get("/feed", Filter(Xml(document)));

        Assert.Equal(reason is null ? 200 : 500, result.StatusCode);
        Assert.Equal(reason is not null, _log.Entries.Any(entry => entry.Level == LogLevel.Error && entry.Message.Contains("/feed", StringComparison.Ordinal) && entry.Message.Contains(reason!, StringComparison.Ordinal)));
        Assert.Equal(1, result.Closes);
    }

    [Fact]
    public void A_failure_may_let_the_XML_pass()
    {
        Write("s.xsl", Simple);

        var result = Wsgi.Get("/", Filter(Xml("<a><b></a>", ("ETag", "\"x\"")), new() { OnError = "pass" }));

        Assert.Equal("<a><b></a>", result.Text);
        Assert.Equal("\"x\"", result.Headers["ETag"]);
        Assert.Single(_log.Entries, entry => entry.Level == LogLevel.Error);
    }

    [Fact]
    public void A_DOCTYPE_is_ignored_or_its_own_entities_are_read_but_nothing_outside()
    {
        Write("s.xsl", Simple);
        File.WriteAllText(Path.Combine(_folder, "secret"), "secret");
        var outside = Xml($"<!DOCTYPE a [<!ENTITY e SYSTEM 'file://{_folder}/secret'>]><a>x&e;</a>");

        Assert.Equal("<p>hi|nobody</p>", Wsgi.Get("/", Filter(Xml("<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/a.dtd'><a>hi</a>"))).Text);
        Assert.Equal("<p>hi!|nobody</p>", Wsgi.Get("/", Filter(Xml("<!DOCTYPE a [<!ENTITY e '!'>]><a>hi&e;</a>"), new() { Dtd = XmlDtd.Internal })).Text);
        Assert.DoesNotContain("secret", Wsgi.Get("/", Filter(outside, new() { Dtd = XmlDtd.Internal })).Text, StringComparison.Ordinal);
        Assert.Equal(500, Wsgi.Get("/", Filter(outside)).StatusCode);
    }

    [Fact]
    public void Entities_that_swell_are_refused()
    {
        Write("s.xsl", Simple);
        var entities = string.Concat(Enumerable.Range(1, 9).Select(i => $"<!ENTITY e{i} \"{string.Concat(Enumerable.Repeat($"&e{i - 1};", 10))}\">"));
        var bomb = Xml($"<!DOCTYPE a [<!ENTITY e0 \"aaaaaaaaaa\">{entities}]><a>&e9;</a>");

        Assert.Equal(500, Wsgi.Get("/", Filter(bomb)).StatusCode);
        Assert.Equal(500, Wsgi.Get("/", Filter(bomb, new() { Dtd = XmlDtd.Internal })).StatusCode);
    }

    [Theory]
    [InlineData("<xsl:template match='/'><x><xsl:call-template name='r'/></x></xsl:template><xsl:template name='r'><y><xsl:call-template name='r'/></y></xsl:template>", "<a/>", "call themselves too deep")]
    [InlineData("<xsl:template match='/'><x><xsl:for-each select='//b'><xsl:for-each select='//b'><xsl:for-each select='//b'>xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx</xsl:for-each></xsl:for-each></xsl:for-each></x></xsl:template>", "b*300", "max_output_size")]
    [InlineData("<xsl:template match='/'/>", "deep", "max_depth")]
    public void Limits_end_a_transformation_and_not_the_process(string stylesheet, string document, string reason)
    {
        Write("s.xsl", stylesheet);
        document = document switch
        {
            "deep" => string.Concat(Enumerable.Repeat("<a>", 1100)) + string.Concat(Enumerable.Repeat("</a>", 1100)),
            "b*300" => $"<a>{string.Concat(Enumerable.Repeat("<b/>", 300))}</a>",
            _ => document,
        };

        var result = Wsgi.Get("/", Filter(Xml(document), new() { MaxOutputSize = 1024 * 1024 }));

        Assert.Equal(500, result.StatusCode);
        Assert.Contains(reason, Assert.Single(_log.Messages), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<xsl:template match='/'><x><xsl:for-each select='//b'><xsl:for-each select='//b'/></xsl:for-each></x></xsl:template>")]
    [InlineData("<xsl:template match='/'><xsl:call-template name='r'/></xsl:template><xsl:template name='r'><xsl:param name='n' select='1'/><xsl:call-template name='r'><xsl:with-param name='n' select='$n + 1'/></xsl:call-template></xsl:template>")]
    [InlineData("<xsl:template match='/'><xsl:value-of select='count(//b[count(//b[count(//b) = 300]) = 300])'/></xsl:template>")]
    [InlineData("<xsl:key name='k' match='b' use='count(//b)'/><xsl:template match='/'><xsl:value-of select=\"count(key('k', 5))\"/></xsl:template>")]
    [InlineData("<xsl:variable name='t'><xsl:for-each select='//b'><c/></xsl:for-each></xsl:variable><xsl:template match='/'><xsl:for-each select='exsl:node-set($t)/c'><xsl:for-each select='exsl:node-set($t)/c'/></xsl:for-each></xsl:template>")]
    public void A_transformation_that_takes_too_long_is_ended(string stylesheet)
    {
        Write("s.xsl", stylesheet);
        var filter = new Xslt(new() { Stylesheet = ["s.xsl"], Timeout = TimeSpan.FromMilliseconds(20) }, Xml($"<a>{string.Concat(Enumerable.Repeat("<b/>", 300))}</a>"), new("skin", _folder), new HurryingClock(), _log);

        Assert.Equal(500, Wsgi.Get("/", filter).StatusCode);
        Assert.Contains("timeout", Assert.Single(_log.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_too_long_goes_out_as_it_is()
    {
        Write("s.xsl", Simple);
        var blocks = Enumerable.Range(0, 20).Select(i => new string((char)('a' + i), 100)).ToArray();
        var streamed = Wsgi.App(_ => Wsgi.Answer("200 OK", new BlocksBody(blocks), ("Content-Type", "text/xml")));

        var result = Wsgi.Get("/", Filter(streamed, new() { MaxInputSize = 1000 }));

        Assert.Equal(string.Concat(blocks), result.Text);
        Assert.Equal(1, result.Closes);
        Assert.Equal(1, Wsgi.Get("/", Filter(Xml(new string('x', 1001)), new() { MaxInputSize = 1000 })).Closes);
        Assert.Equal(2, _log.Entries.Count(entry => entry.Level == LogLevel.Warning));
    }

    [Fact]
    public void Documents_can_be_read_from_one_directory_only()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "data"));
        File.WriteAllText(Path.Combine(_folder, "data", "o.xml"), "<o>inside</o>");
        File.WriteAllText(Path.Combine(_folder, "out.xml"), "<o>outside</o>");
        File.CreateSymbolicLink(Path.Combine(_folder, "data", "link.xml"), Path.Combine(_folder, "out.xml"));
        Write("s.xsl", "<xsl:output method='text'/><xsl:template match='/'><xsl:value-of select='document(/a/@from)'/></xsl:template>");
        Write("own.xsl", "<xsl:output method='text'/><d xmlns='urn:d'>mine</d><xsl:template match='/'><xsl:value-of select=\"document('')/*/*[local-name() = 'd']\"/></xsl:template>");
        Result Get(string from, string? root) => Wsgi.Get("/", Filter(Xml($"<a from='{from}'/>"), new() { DocumentRoot = root }));

        Assert.Equal("inside", Get("o.xml", "data").Text);
        Assert.Equal("inside", Get($"file://{_folder}/data/o.xml", "data").Text);
        Assert.All(["../out.xml", "link.xml", "/etc/hostname", "http://127.0.0.1:1/x", $"file://{_folder}/out.xml"], from => Assert.Equal(500, Get(from, "data").StatusCode));
        Assert.Contains("document_root = DIRECTORY", Assert.Throws<ArgumentException>(() => Get("o.xml", null)).Message, StringComparison.Ordinal);
        Assert.Equal("mine", Wsgi.Get("/", Filter(Xml("<a/>"), new() { Stylesheet = ["own.xsl"] })).Text);
    }

    [Fact]
    public void Nodes_are_told_apart_by_their_generated_ids()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "data"));
        File.WriteAllText(Path.Combine(_folder, "data", "o.xml"), "<r><n/></r>");
        Write("s.xsl", """
            <xsl:output method='text'/><xsl:key name='k' match='n' use='@k'/><xsl:variable name='tree'><i/><i/></xsl:variable>
            <xsl:template match='/'>
              <xsl:for-each select='//n[generate-id() = generate-id(key("k", @k)[1])]'><xsl:value-of select='concat(@k, count(key("k", @k)))'/></xsl:for-each>
              <xsl:variable name='all' select='//node() | //@* | //namespace::* | document("data/o.xml")//node() | exsl:node-set($tree)/i'/>
              <xsl:for-each select='$all'><xsl:variable name='id' select='generate-id()'/><xsl:if test='count($all[generate-id(.) = $id]) != 1'>twice</xsl:if></xsl:for-each>
              <xsl:for-each select='//n[3]'><xsl:value-of select='concat(",", generate-id(preceding-sibling::*) = generate-id(//n[1]), ",", generate-id(self::x), ", generate-id()")'/></xsl:for-each>
            </xsl:template>
            """);

        var result = Wsgi.Get("/", Filter(Xml("<r xmlns:p='urn:p'><n k='x'>3</n><n k='y'>1</n><n k='x'>2</n></r>"), new() { DocumentRoot = "data" }));

        Assert.Empty(_log.Messages);
        Assert.Equal("x2y1,true,, generate-id()", result.Text);
    }

    [Fact]
    public void What_makes_ids_and_limits_leaves_no_trace_in_the_page()
    {
        Write("s.xsl", "<xsl:output omit-xml-declaration='yes'/><xsl:template match='/'><p id='{generate-id(/..)}'><xsl:for-each select='//a'><i/></xsl:for-each></p></xsl:template>");

        Assert.Equal("<p id=\"\"><i /></p>", Wsgi.Get("/", Filter(Xml("<a/>"))).Text);
    }

    [Theory]
    [InlineData("missing.xsl", null, "there is no stylesheet")]
    [InlineData("s.xsl", "<xsl:template match='/'><p></xsl:template>", "s.xsl:1:")]
    [InlineData("s.xsl", "<xsl:template match='/'><xsl:value-of select='foo('/></xsl:template>", "s.xsl:1:")]
    [InlineData("s.xsl", "<xsl:import href='gone.xsl'/>", "there is no stylesheet")]
    [InlineData("s.xsl", "<xsl:import href='http://127.0.0.1:1/x.xsl'/>", "is not a file")]
    [InlineData("s.xsl", "<ms:script xmlns:ms='urn:schemas-microsoft-com:xslt' implements-prefix='x'/>", "msxsl:script cannot run here")]
    [InlineData("s.xsl", "<xsl:template match='/' xmlns:d='http://exslt.org/dates-and-times'><xsl:value-of select='d:moon-phase()'/></xsl:template>", "there is no function d:moon-phase()")]
    [InlineData("s.xsl", "<xsl:output encoding='klingon'/>", "klingon")]
    public void A_stylesheet_that_cannot_be_used_is_an_error_of_the_config(string name, string? content, string problem)
    {
        if (content is not null)
        {
            Write("s.xsl", content);
        }

        var error = Assert.Throws<ArgumentException>(() => Filter(Xml("<a/>"), new() { Stylesheet = [name] }));

        Assert.Equal("Stylesheet", error.ParamName);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<xsl:stylesheet version='2.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'/>", "only XSLT 1.0 runs here")]
    [InlineData("<html/>", "is not a stylesheet")]
    public void Only_stylesheets_of_version_1_are_taken(string content, string problem)
    {
        File.WriteAllText(Path.Combine(_folder, "s.xsl"), content);

        Assert.Contains(problem, Assert.Throws<ArgumentException>(() => Filter(Xml("<a/>"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Directories_that_are_not_there_are_errors_of_the_config()
    {
        Write("s.xsl", Simple);

        Assert.Contains("pi_root: there is no directory styles", Assert.Throws<ArgumentException>(() => Filter(Xml("<a/>"), new() { PiRoot = "styles" })).Message, StringComparison.Ordinal);
        Assert.Contains("document_root: there is no directory data", Assert.Throws<ArgumentException>(() => Filter(Xml("<a/>"), new() { DocumentRoot = "data" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_literal_result_element_is_a_stylesheet_too()
    {
        File.WriteAllText(Path.Combine(_folder, "s.xsl"), "<p xsl:version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'><xsl:value-of select='/a'/></p>");

        Assert.Contains("<p>hi</p>", Wsgi.Get("/", Filter(Xml("<a>hi</a>"))).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x -> s.xsl")]
    [InlineData("/x s.xsl")]
    [InlineData("/x ->")]
    [InlineData("/x nonsense -> s.xsl")]
    public void A_rule_that_is_none_is_named(string rule)
    {
        Write("s.xsl", Simple);

        Assert.Contains("rules", Assert.Throws<ArgumentException>(() => Filter(Xml("<a/>"), new() { Rules = rule })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("date:year('2026-11-21T17:05:09.25+01:00')", "2026")]
    [InlineData("date:month-name('2026-11')", "November")]
    [InlineData("date:month-abbreviation('--02-29')", "Feb")]
    [InlineData("date:day-name('2026-11-21Z')", "Saturday")]
    [InlineData("date:day-in-week('2026-11-21')", "7")]
    [InlineData("date:day-in-year('2026-11-21')", "325")]
    [InlineData("date:week-in-year('2026-01-01')", "1")]
    [InlineData("date:week-in-month('2026-11-21')", "4")]
    [InlineData("date:second-in-minute('17:05:09.25')", "9.25")]
    [InlineData("date:leap-year('2024')", "true")]
    [InlineData("date:date('2026-11-21T17:05:09Z')", "2026-11-21Z")]
    [InlineData("date:time('2026-11-21T17:05:09Z')", "17:05:09Z")]
    [InlineData("date:year('yesterday')", "NaN")]
    [InlineData("date:month-name('17:05:09')", "")]
    [InlineData("date:date-time()", "2026-01-02T03:04:05Z")]
    [InlineData("date:year()", "2026")]
    [InlineData("date:add('2026-01-31', 'P1M')", "2026-02-28")]
    [InlineData("date:add('2026-11-21T23:00:00Z', 'PT90M')", "2026-11-22T00:30:00Z")]
    [InlineData("date:add('9998-11-21', 'P9Y')", "")]
    [InlineData("date:difference('2026-11-21', '2026-12-01')", "P10D")]
    [InlineData("date:difference('2026-11-21T10:00:00Z', '2026-11-21T10:00:00+02:00')", "-PT2H")]
    [InlineData("date:add-duration('P1Y', 'P2M')", "P1Y2M")]
    [InlineData("date:seconds('1970-01-02T00:00:00Z')", "86400")]
    [InlineData("date:seconds('PT1M30S')", "90")]
    [InlineData("date:duration(90061)", "P1DT1H1M1S")]
    [InlineData("date:format-date('2026-11-21T17:05:09+01:00', \"EEEE, d MMMM yyyy 'at' h:mm a (Z)\")", "Saturday, 21 November 2026 at 5:05 PM (+0100)")]
    [InlineData("date:sum(//n/@d)", "PT1H30M")]
    [InlineData("str:tokenize('a b  c')[2]", "b")]
    [InlineData("count(str:tokenize('2026-11-21T17', '-T'))", "4")]
    [InlineData("str:split('a, b, c', ', ')[3]", "c")]
    [InlineData("str:concat(//n)", "312")]
    [InlineData("str:padding(5, 'ab')", "ababa")]
    [InlineData("str:align('7', '000', 'right')", "007")]
    [InlineData("str:replace('a-b-c', '-', '+')", "a+b+c")]
    [InlineData("str:replace('abc', '', '-')", "a-b-c")]
    [InlineData("str:replace('abc', 'x', '-')", "abc")]
    [InlineData("str:encode-uri('a b/ü', true())", "a%20b%2F%C3%BC")]
    [InlineData("str:encode-uri('a b/ü', false())", "a%20b/%C3%BC")]
    [InlineData("str:decode-uri('a%20b')", "a b")]
    [InlineData("count(set:distinct(//n/@k))", "2")]
    [InlineData("count(set:difference(//n, //n[1]))", "2")]
    [InlineData("count(set:intersection(//n, //n[1] | //n[2]))", "2")]
    [InlineData("set:has-same-node(//n, //n[1])", "true")]
    [InlineData("count(set:leading(//n, //n[3]))", "2")]
    [InlineData("count(set:trailing(//n, //n[1]))", "2")]
    [InlineData("math:max(//n)", "3")]
    [InlineData("math:min(//n)", "1")]
    [InlineData("math:highest(//n)/@k", "x")]
    [InlineData("math:max(//n/@k)", "NaN")]
    [InlineData("math:power(2, 10)", "1024")]
    [InlineData("math:abs(-2)", "2")]
    [InlineData("math:sqrt(9)", "3")]
    [InlineData("math:constant('PI', 2)", "3.14")]
    [InlineData("date:seconds('0001-01-01T00:00:00+05:00')", "NaN")]
    [InlineData("date:difference('0001-01-01T00:00:00+05:00', '2000-01-01T00:00:00Z')", "")]
    [InlineData("date:add('2000-01-01', 'P357913942Y')", "")]
    [InlineData("exsl:object-type(//n)", "node-set")]
    [InlineData("exsl:object-type('')", "string")]
    [InlineData("count(exsl:node-set($tree)/i)", "2")]
    public void The_functions_of_EXSLT_are_there(string expression, string expected)
    {
        Write("s.xsl", $"""
            <xsl:output method="text"/><xsl:variable name="tree"><i/><i/></xsl:variable><xsl:template match="/"><xsl:value-of select="{expression.Replace("\"", "&quot;", StringComparison.Ordinal)}"/></xsl:template>
            """);

        var result = Wsgi.Get("/", Filter(Xml("<r><n k='x' d='PT1H'>3</n><n k='y' d='PT30M'>1</n><n k='x' d='PT0S'>2</n></r>")));

        Assert.Equal(expected, result.Text);
        Assert.Empty(_log.Messages);
    }

    [Theory]
    [InlineData("count(//namespace::*)")]
    [InlineData("count(/r/x[namespace::node() = 'none'])")]
    public void The_time_limit_holds_on_the_namespaces_of_an_element(string expression)
    {
        Write("s.xsl", $"<xsl:output method='text'/><xsl:template match='/'><xsl:value-of select=\"{expression}\"/></xsl:template>");
        var declarations = string.Concat(Enumerable.Range(0, 100_000).Select(i => $" xmlns:n{i}='urn:n'"));
        var filter = new Xslt(new() { Stylesheet = ["s.xsl"], Timeout = TimeSpan.FromSeconds(10) }, Xml($"<r{declarations}><x/></r>"), new("skin", _folder), new HurryingClock(), _log);

        Assert.Equal(500, Wsgi.Get("/", filter).StatusCode);
        Assert.Contains("timeout", Assert.Single(_log.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public void A_parameter_has_one_value()
    {
        Write("s.xsl", Simple);

        var error = Assert.Throws<ArgumentException>(() => Filter(Xml("<a/>"), new() { Param = new Dictionary<string, string> { ["u"] = "x" }, Query = new Dictionary<string, string> { ["u"] = "u" } }));

        Assert.Equal("query.u: 'u' has a value already: param.u; a default stands in the stylesheet, <xsl:param name=\"u\" select=\"…\"/> (Parameter 'query.u')", error.Message);
    }

    private Xslt Filter(IWsgiApp app, XsltOptions? options = null)
    {
        options ??= new();
        return new Xslt(options.Stylesheet.Count == 0 && options.Rules.Length == 0 && options.PiRoot is null ? options with { Stylesheet = ["s.xsl"] } : options, app, new("skin", _folder), _clock, _log);
    }

    private static IWsgiApp Xml(string document, params (string, string)[] headers) =>
        Wsgi.App("200 OK", document, headers.Any(header => header.Item1 == "Content-Type") ? headers : [("Content-Type", "application/xml"), .. headers]);

    private void Write(string name, string content) => File.WriteAllText(
        Path.Combine(_folder, name),
        $"<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform' xmlns:date='http://exslt.org/dates-and-times' xmlns:str='http://exslt.org/strings' xmlns:set='http://exslt.org/sets' xmlns:math='http://exslt.org/math' xmlns:exsl='http://exslt.org/common' exclude-result-prefixes='date str set math exsl'>{content}</xsl:stylesheet>");

    private sealed class HurryingClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => _now += 1;
    }
}
