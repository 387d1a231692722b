using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Security;
using ZeroG.Chain;
using ZeroG.Nodes.Compute.Backends;
using ZeroG.Nodes.Compute.Proxy;
using ZeroG.PowerShell.Secrets;
using ZeroG.PowerShell.Wallets;

namespace ZeroG.PowerShell.Nodes;

/// <summary>Reads what a user says of a server in a table: <c>@{ Uri = 'http://localhost:8000/v1'; Key = 'env:NAME' }</c>.</summary>
internal static class EndpointTable
{
    private static readonly string[] Known = ["Uri", "Key", "Model", "Priority", "Id"];

    /// <summary>Reads a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="fetch">Fetches a secret by its name.</param>
    /// <exception cref="ZeroGException"><c>ZgProxyEndpointInvalid</c>; what the secret's lookup throws.</exception>
    public static async Task<EndpointUpstream> ReadAsync(Hashtable table, Func<SecretName, Task<SecureString>> fetch)
    {
        Dictionary<string, object?> values = new(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in table)
        {
            string name = entry.Key.ToString() ?? "";
            values[name] = Known.Contains(name, StringComparer.OrdinalIgnoreCase)
                ? entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value
                : throw Invalid($"has the unknown entry {name}; it may have {string.Join(", ", Known)}");
        }

        if (!Uri.TryCreate(Text(values, "Uri"), UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https"))
        {
            throw Invalid("needs a Uri that begins with http:// or https://");
        }

        string id = Text(values, "Id") ?? uri.Authority;
        BackendKey? key = await ReadKeyAsync(values.GetValueOrDefault("Key"), fetch);
        return new EndpointUpstream(id, uri, key, Text(values, "Model"), ReadPriority(values));
    }

    private static string? Text(Dictionary<string, object?> values, string name) =>
        values.GetValueOrDefault(name)?.ToString() is { Length: > 0 } text ? text : null;

    private static int ReadPriority(Dictionary<string, object?> values) => values.GetValueOrDefault("Priority") switch
    {
        null => new EndpointUpstream("", new Uri("http://localhost")).Priority,
        int number => number,
        { } other when int.TryParse(other.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int read) => read,
        _ => throw Invalid("has a Priority that is no whole number"),
    };

    private static async Task<BackendKey?> ReadKeyAsync(object? value, Func<SecretName, Task<SecureString>> fetch)
    {
        SecureString? secret = value switch
        {
            null => null,
            SecureString given => given,
            PSCredential credential => credential.Password,

            // Never the text itself: it may be the secret.
            _ => await fetch(SecretName.Parse(value.ToString() ?? "")
                ?? throw Invalid($"has a Key in plain text. Give a SecureString, or where it lies: {SecretName.Forms}")),
        };
        return secret is null ? null : SecretText.Use(secret, text => new BackendKey(text.ToString()));
    }

    private static ZeroGException Invalid(string what) =>
        new("ZgProxyEndpointInvalid", ErrorKind.InvalidArgument, $"A table of -Endpoint {what}.");
}
