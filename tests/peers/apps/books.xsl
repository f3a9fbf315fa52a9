<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="html" encoding="utf-8"/>
  <xsl:key name="by-author" match="book" use="author"/>
  <xsl:template match="/books">
    <html>
      <head><title>Books</title></head>
      <body>
        <h1><xsl:value-of select="count(book)"/> books</h1>
        <table><xsl:apply-templates select="book"><xsl:sort select="@year" data-type="number"/></xsl:apply-templates></table>
      </body>
    </html>
  </xsl:template>
  <xsl:template match="book">
    <tr id="{@id}">
      <td><xsl:value-of select="title"/></td>
      <td><xsl:value-of select="author"/> (<xsl:value-of select="count(key('by-author', author))"/>)</td>
      <td><xsl:value-of select="format-number(price, '0.00')"/></td>
    </tr>
  </xsl:template>
</xsl:stylesheet>
