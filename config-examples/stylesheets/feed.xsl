<?xml version="1.0" encoding="utf-8"?>
<!-- Any Atom feed as a page, newest entry first. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:date="http://exslt.org/dates-and-times" exclude-result-prefixes="atom date">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="/atom:feed">
    <xsl:call-template name="page">
      <xsl:with-param name="title" select="atom:title"/>
      <xsl:with-param name="lead" select="atom:subtitle"/>
      <xsl:with-param name="content">
        <ul class="news">
          <xsl:apply-templates select="atom:entry">
            <xsl:sort select="atom:updated" order="descending"/>
          </xsl:apply-templates>
        </ul>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="atom:entry">
    <li>
      <div class="day"><b><xsl:value-of select="date:day-in-month(atom:updated)"/></b><span><xsl:value-of select="concat(date:month-abbreviation(atom:updated), ' ', date:year(atom:updated))"/></span></div>
      <article>
        <h2><xsl:value-of select="atom:title"/></h2>
        <p class="when">
          <time datetime="{atom:updated}"><xsl:value-of select="date:format-date(atom:updated, 'EEEE, d MMMM yyyy, HH:mm')"/></time>
          <xsl:value-of select="concat(' · ', atom:author/atom:name)"/>
          <xsl:if test="atom:category"><xsl:value-of select="concat(' · ', atom:category/@term)"/></xsl:if>
        </p>
        <p><xsl:value-of select="atom:summary"/></p>
      </article>
    </li>
  </xsl:template>
</xsl:stylesheet>
