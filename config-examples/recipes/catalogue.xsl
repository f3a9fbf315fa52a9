<?xml version="1.0" encoding="utf-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="html" encoding="utf-8"/>

  <xsl:template match="/catalogue">
    <html lang="en">
      <head><title><xsl:value-of select="@title"/></title></head>
      <body>
        <h1><xsl:value-of select="@title"/></h1>
        <ul><xsl:apply-templates select="book"/></ul>
      </body>
    </html>
  </xsl:template>

  <xsl:template match="book">
    <li><xsl:value-of select="."/></li>
  </xsl:template>
</xsl:stylesheet>
