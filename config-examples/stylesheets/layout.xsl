<?xml version="1.0" encoding="utf-8"?>
<!-- What every page of the shop has: head, navigation, foot. The other stylesheets import it and fill in "content". -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="html" encoding="utf-8" media-type="text/html" indent="no" doctype-system="about:legacy-compat"/>

  <xsl:param name="shop" select="'The shop'"/>
  <xsl:param name="path" select="'/'"/>

  <xsl:template name="page">
    <xsl:param name="title"/>
    <xsl:param name="lead"/>
    <xsl:param name="content"/>
    <html lang="en">
      <head>
        <title><xsl:value-of select="concat($title, ' – ', $shop)"/></title>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <link rel="alternate" type="application/atom+xml" title="News" href="/feed?view=xml"/>
        <style><xsl:call-template name="style"/></style>
      </head>
      <body>
        <header class="top">
          <a class="brand" href="/">
            <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true"><path d="M16 3v17M16 5l9 14H16M14 9 7 19h7" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round"/><path d="M4 23c3 0 3 3 6 3s3-3 6-3 3 3 6 3 3-3 6-3" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"/></svg>
            <xsl:value-of select="$shop"/>
          </a>
          <nav>
            <a href="/"><xsl:if test="not(starts-with($path, '/feed'))"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if>Books</a>
            <a href="/feed"><xsl:if test="starts-with($path, '/feed')"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if>News</a>
          </nav>
        </header>
        <main>
          <h1><xsl:value-of select="$title"/></h1>
          <p class="lead"><xsl:value-of select="$lead"/></p>
          <xsl:copy-of select="$content"/>
        </main>
        <footer>
          <p>The app behind this page sends XML: <a href="?view=xml">have a look</a>.</p>
        </footer>
      </body>
    </html>
  </xsl:template>

  <xsl:template name="style">
:root { --paper: #f7f4ee; --card: #fffdf9; --ink: #1d2733; --soft: #5d6875; --line: #e2dccf; --accent: #0b5c7a; --cover: 42%; --cover-end: 24%; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #0e151c; --card: #16202a; --ink: #e9e5db; --soft: #9aa7b3; --line: #263442; --accent: #7cc7e4; --cover: 34%; --cover-end: 17%; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.6 "Iowan Old Style", "Palatino Linotype", Palatino, Georgia, "DejaVu Serif", serif; }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: .18em; }
.top, main, footer { max-width: 68rem; margin: 0 auto; padding: 0 1.5rem; }
.top { display: flex; align-items: center; justify-content: space-between; gap: 1rem; padding-top: 1.4rem; padding-bottom: 1.4rem; }
.brand { display: flex; align-items: center; gap: .6rem; color: var(--ink); font-weight: 600; font-size: 1.1rem; text-decoration: none; }
.brand svg { color: var(--accent); }
nav { display: flex; gap: 1.4rem; }
nav a { color: var(--soft); text-decoration: none; padding: .2rem 0; border-bottom: 2px solid transparent; }
nav a[aria-current] { color: var(--ink); border-color: var(--accent); }
h1 { font-size: clamp(2rem, 6vw, 3.2rem); line-height: 1.1; letter-spacing: -.015em; font-weight: 600; margin: 2.2rem 0 .5rem; }
.lead { color: var(--soft); font-size: 1.15rem; margin: 0 0 1.8rem; max-width: 40rem; }
.bar { display: flex; flex-wrap: wrap; gap: .5rem 1.2rem; justify-content: space-between; align-items: center; margin: 0 0 1.6rem; font-size: .92rem; }
.chips { display: flex; flex-wrap: wrap; gap: .4rem; }
.chips a { padding: .15rem .75rem; border: 1px solid var(--line); border-radius: 99px; color: var(--soft); text-decoration: none; background: var(--card); }
.chips a[aria-current] { background: var(--accent); border-color: var(--accent); color: var(--paper); }
.sort { color: var(--soft); }
.books { display: grid; grid-template-columns: repeat(auto-fill, minmax(18.5rem, 1fr)); gap: 1.4rem; padding: 0; margin: 0; list-style: none; }
.book { display: grid; grid-template-columns: 6.4rem 1fr; gap: 1.1rem; padding: 1.1rem; background: var(--card); border: 1px solid var(--line); border-radius: 14px; }
.cover { --h: 206; aspect-ratio: 2 / 3; width: 6.4rem; border-radius: 3px 7px 7px 3px; padding: .75rem .6rem .6rem .85rem; color: #fff; display: flex; flex-direction: column; justify-content: space-between;
  background: linear-gradient(90deg, rgba(0,0,0,.28) 0 5px, rgba(255,255,255,.14) 5px 6px, transparent 6px), linear-gradient(165deg, hsl(var(--h) 46% var(--cover)), hsl(calc(var(--h) + 24) 52% var(--cover-end)));
  box-shadow: 0 1px 2px rgba(0,0,0,.25), 0 10px 22px -12px rgba(0,0,0,.55); }
.cover b { font-size: .74rem; line-height: 1.25; font-weight: 600; overflow-wrap: anywhere; }
.cover i { font-size: .62rem; line-height: 1.2; opacity: .85; }
.book div:last-child { display: flex; flex-direction: column; }
.book h2 { font-size: 1.08rem; line-height: 1.25; margin: 0; font-weight: 600; }
.book .by { color: var(--soft); font-size: .88rem; margin: .15rem 0 .55rem; }
.book .text { font-size: .92rem; line-height: 1.5; margin: 0 0 .7rem; }
.book .facts { margin-top: auto; display: flex; justify-content: space-between; align-items: baseline; font-size: .85rem; color: var(--soft); margin-bottom: 0; }
.book .price { color: var(--ink); font-weight: 600; font-size: 1rem; font-variant-numeric: tabular-nums; }
.news { max-width: 44rem; padding: 0; margin: 0; list-style: none; }
.news li { display: grid; grid-template-columns: 5.2rem 1fr; gap: 1.3rem; padding: 1.5rem 0; border-top: 1px solid var(--line); }
.day { text-align: center; align-self: start; background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: .5rem 0 .6rem; line-height: 1.1; }
.day b { display: block; font-size: 1.7rem; font-weight: 600; font-variant-numeric: lining-nums; }
.day span { font-size: .74rem; letter-spacing: .08em; text-transform: uppercase; color: var(--accent); }
.news h2 { font-size: 1.3rem; line-height: 1.25; margin: 0 0 .2rem; font-weight: 600; }
.news p { margin: .3rem 0 0; }
.news .when { color: var(--soft); font-size: .88rem; margin: 0; }
footer { color: var(--soft); font-size: .88rem; margin-top: 3rem; padding-bottom: 2.5rem; }
footer p { border-top: 1px solid var(--line); padding-top: 1rem; margin: 0; }
@media (max-width: 30rem) { body { font-size: 16px; } .top, main, footer { padding-left: 1.1rem; padding-right: 1.1rem; } .book { grid-template-columns: 5.2rem 1fr; } .cover { width: 5.2rem; padding: .6rem .4rem .5rem .7rem; } .cover b { font-size: .66rem; } .news li { grid-template-columns: 4.2rem 1fr; gap: 1rem; } }
  </xsl:template>
</xsl:stylesheet>
