using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Security;
using System.Text;
using ZeroG.Chain.JsonRpc;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Wallets;

namespace ZeroG.PowerShell.Nodes;

/// <summary>
/// A start cmdlet as a script that another shell runs, with the same parameters: paths made whole, since that shell starts elsewhere, and
/// without what concerns the starting session only.
/// </summary>
/// <param name="Name">Name of the cmdlet.</param>
/// <param name="Network">The network that it names; null for the session's.</param>
/// <param name="Script">Lines for the standard input of the shell, in ASCII; they may hold secrets.</param>
/// <param name="Masked">The parameters for people, without secrets.</param>
internal sealed record StartCommand(string Name, string? Network, string Script, IReadOnlyDictionary<string, string> Masked)
{
    private const string Secret = "********";

    // The name is set below. The network goes over as a whole; its name then means the session's own over there.
    private static readonly HashSet<string> OfTheSession = new(
        [
            nameof(StartNodeCmdlet.Name), nameof(StartNodeCmdlet.Detached), nameof(StartNodeCmdlet.StatePath),
            nameof(StartNodeCmdlet.Timeout), .. Cmdlet.CommonParameters, .. Cmdlet.OptionalCommonParameters,
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The cmdlet that was called, for a node of this name. Runs on the pipeline thread.</summary>
    public static StartCommand From(InvocationInfo invocation, PathIntrinsics paths, string node)
    {
        string cmdlet = invocation.MyCommand.Name;
        StringBuilder line = new($"{cmdlet} -Name:{Text(node)}");
        Dictionary<string, string> masked = [];
        foreach ((string name, object value) in invocation.BoundParameters.Where(bound => !OfTheSession.Contains(bound.Key)))
        {
            object plain = Plain(value);
            plain = plain is string path && name.EndsWith("Path", StringComparison.Ordinal) ? FilePaths.ResolveOne(paths, path) : plain;
            line.Append(CultureInfo.InvariantCulture, $" -{name}:{Literal(plain)}");
            masked[name] = Mask(plain);
        }

        string script = $"Import-Module -Name {Text(ShellProgram.Manifest)}\n{line}\nexit [int](-not $?)\n";
        return new StartCommand(cmdlet, invocation.BoundParameters.GetValueOrDefault("Network") as string, script, masked);
    }

    private static object Plain(object value) => value is PSObject { BaseObject: var inner } ? inner : value;

    private static string Literal(object value) => Plain(value) switch
    {
        SwitchParameter flag => flag ? "$true" : "$false",
        bool flag => flag ? "$true" : "$false",
        string text => Text(text),
        SecureString secret => SecretText.Use(secret, text => $"(ConvertTo-SecureString -AsPlainText -Force -String {Text(text)})"),
        TimeSpan time => Text(time.ToString("c", CultureInfo.InvariantCulture)),
        Uri uri => Text(uri.OriginalString),
        IPAddress address => Text(address.ToString()),
        IDictionary table => $"@{{{string.Join(';', Entries(table).Select(entry => $"{Text(entry.Name)}={Literal(entry.Value)}"))}}}",
        IEnumerable items => $"@({string.Join(',', items.Cast<object>().Select(Literal))})",
        IFormattable number => Text(number.ToString(null, CultureInfo.InvariantCulture)),
        var other => Text(other.ToString() ?? ""),
    };

    private static string Mask(object value) => Plain(value) switch
    {
        SecureString or PSCredential => Secret,
        string text => text,
        Uri uri => MaskedUri.Of(uri),
        TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
        IDictionary table => string.Join("; ", Entries(table).Select(entry => $"{entry.Name}={Mask(entry.Value)}")),
        IEnumerable items when items is not IPAddress => string.Join(", ", items.Cast<object>().Select(Mask)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var other => other.ToString() ?? "",
    };

    private static IEnumerable<(string Name, object Value)> Entries(IDictionary table) => table.Cast<DictionaryEntry>()
        .Where(entry => entry.Value is not null)
        .Select(entry => (entry.Key.ToString() ?? "", entry.Value!))
        .OrderBy(entry => entry.Item1, StringComparer.Ordinal);

    /// <summary>
    /// A text as a literal whose bytes are the same in every code page, since that of the other shell's input is unknown.
    /// </summary>
    private static string Text(ReadOnlySpan<char> text)
    {
        StringBuilder literal = new("\"");
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.Value is '"' or '$' or '`')
            {
                literal.Append('`').Append((char)rune.Value);
            }
            else if (rune.Value is >= ' ' and <= '~')
            {
                literal.Append((char)rune.Value);
            }
            else
            {
                literal.Append(CultureInfo.InvariantCulture, $"`u{{{rune.Value:x}}}");
            }
        }

        return literal.Append('"').ToString();
    }
}
