<?xml version="1.0" encoding="utf-8"?>
<!-- The catalogue as a page: subjects to choose from, three orders, a cover drawn for each book. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:str="http://exslt.org/strings" xmlns:set="http://exslt.org/sets" xmlns:math="http://exslt.org/math" exclude-result-prefixes="str set math">
  <xsl:import href="layout.xsl"/>

  <xsl:param name="subject"/>
  <xsl:param name="sort" select="'title'"/>

  <!-- Each subject's words are split once, for all books. -->
  <xsl:variable name="words">
    <xsl:for-each select="/catalogue/book"><xsl:value-of select="concat(@subjects, ' ')"/></xsl:for-each>
  </xsl:variable>
  <xsl:variable name="subjects" select="set:distinct(str:tokenize($words))"/>
  <xsl:variable name="books" select="/catalogue/book[not($subject) or contains(concat(' ', @subjects, ' '), concat(' ', $subject, ' '))]"/>

  <xsl:template match="/catalogue">
    <xsl:call-template name="page">
      <xsl:with-param name="title" select="@name"/>
      <xsl:with-param name="lead" select="concat(count($books), ' books from ', math:min($books/@year), ' to ', math:max($books/@year), ', ', sum($books/@pages), ' pages in all, for evenings when the harbour is closed.')"/>
      <xsl:with-param name="content">
        <div class="bar">
          <div class="chips">
            <xsl:call-template name="chip"/>
            <xsl:for-each select="$subjects">
              <xsl:sort/>
              <xsl:call-template name="chip">
                <xsl:with-param name="word" select="string(.)"/>
              </xsl:call-template>
            </xsl:for-each>
          </div>
          <div class="sort">by <a href="?sort=title&amp;subject={$subject}">title</a>, <a href="?sort=year&amp;subject={$subject}">year</a> or <a href="?sort=price&amp;subject={$subject}">price</a></div>
        </div>
        <ul class="books">
          <xsl:choose>
            <xsl:when test="$sort = 'year' or $sort = 'price'">
              <xsl:apply-templates select="$books"><xsl:sort select="@*[name() = $sort]" data-type="number"/></xsl:apply-templates>
            </xsl:when>
            <xsl:otherwise>
              <xsl:apply-templates select="$books"><xsl:sort select="title"/></xsl:apply-templates>
            </xsl:otherwise>
          </xsl:choose>
        </ul>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="chip">
    <xsl:param name="word"/>
    <a href="?subject={str:encode-uri($word, true())}">
      <xsl:if test="$word = string($subject)"><xsl:attribute name="aria-current">true</xsl:attribute></xsl:if>
      <xsl:value-of select="$word"/>
      <xsl:if test="not($word)">all subjects</xsl:if>
    </a>
  </xsl:template>

  <xsl:template match="book">
    <li class="book">
      <div class="cover" style="--h: {@hue}"><b><xsl:value-of select="title"/></b><i><xsl:value-of select="author"/></i></div>
      <div>
        <h2><xsl:value-of select="title"/></h2>
        <p class="by"><xsl:value-of select="concat(author, ', ', @year)"/></p>
        <p class="text"><xsl:value-of select="text"/></p>
        <p class="facts"><span><xsl:value-of select="@pages"/> pages</span> <span class="price">€ <xsl:value-of select="format-number(@price, '0.00')"/></span></p>
      </div>
    </li>
  </xsl:template>
</xsl:stylesheet>
