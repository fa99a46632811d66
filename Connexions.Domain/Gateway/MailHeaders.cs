using System.Text.Json.Nodes;
using Connexions.Domain.Results;

namespace Connexions.Domain.Gateway;

/// <summary>The headers that a body asks the provider to write into the mail.</summary>
internal static class MailHeaders
{
    /// <summary>Those that name whoever sends (RFC 5322, sections 3.6.2, 3.6.6 and 3.6.7).</summary>
    private static readonly HashSet<string> Senders =
        new[] { "From", "Sender", "Return-Path", "Resent-From", "Resent-Sender" }.Select(MailJson.Fold).ToHashSet(StringComparer.Ordinal);

    public static Error? Check(JsonNode? headers) => headers switch
    {
        null => null,
        JsonObject named => named.Select(CheckOne).FirstOrDefault(error => error is not null),
        _ => GatewayErrors.BodyUnreadable,
    };

    private static Error? CheckOne(KeyValuePair<string, JsonNode?> header)
    {
        if (header.Value is JsonObject or JsonArray)
        {
            return GatewayErrors.BodyUnreadable;
        }

        // A line break in a name or a value would begin a header of its own.
        var isRefused = Senders.Contains(MailJson.Fold(header.Key))
            || header.Key.Any(c => c is <= ' ' or > '~' or ':')
            || MailJson.Text(header.Value)?.Any(c => c is '\r' or '\n' or '\0') == true;
        return isRefused ? GatewayErrors.MailHeaderRefused with { Arguments = [MailJson.Shorten(header.Key)] } : null;
    }
}
