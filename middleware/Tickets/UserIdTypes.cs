// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;

namespace Composer.Middleware;

/// <summary>Reads and writes users of a <see cref="UserIdType"/>.</summary>
internal static class UserIdTypes
{
    private const string Prefix = "userid_type:";

    /// <summary>A user and the data that go into a ticket.</summary>
    public static (string User, string Data) Encode(this UserIdType type, string user, string data) => type switch
    {
        UserIdType.Plain => (user, data),
        UserIdType.Int when long.TryParse(user, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) => (user, With("int", data)),
        _ => (Convert.ToBase64String(Encoding.Latin1.GetBytes(user)), With(type == UserIdType.B64str ? "b64str" : "b64unicode", data)),
    };

    /// <summary>The user whom a ticket means, or null when its data promise what its user is not.</summary>
    public static string? Decode(Ticket ticket)
    {
        foreach (var part in ticket.Data.Split('|'))
        {
            if (part is Prefix + "b64unicode" or Prefix + "b64str")
            {
                return Decoded(ticket.User);
            }
        }
        return ticket.User;
    }

    private static string? Decoded(string user)
    {
        var bytes = new byte[user.Length];
        return Convert.TryFromBase64String(user, bytes, out var length) && length > 0 && !bytes.AsSpan(0, length).ContainsAnyInRange((byte)0, (byte)0x1f)
            ? Encoding.Latin1.GetString(bytes, 0, length)
            : null;
    }

    private static string With(string name, string data) => data.Length == 0 ? Prefix + name : $"{Prefix}{name}|{data}";
}
