// SPDX-License-Identifier: MIT
namespace Composer.Servers.Kestrel;

/// <summary>Tells Kestrel that an answer, begun already, does not go on: what was written is sent, and then the connection, or the stream of HTTP/2, ends without an end of the body.</summary>
internal sealed class BrokenOff() : Exception("the answer was broken off");
