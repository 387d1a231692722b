namespace ZeroG.PowerShell.Secrets;

/// <summary>
/// Where a secret lies that was not given itself: <c>secret:Name</c> or <c>secret:Vault/Name</c> in a vault of SecretManagement,
/// <c>env:NAME</c> in an environment variable.
/// </summary>
/// <param name="Vault">The vault; null for any of the registered ones.</param>
/// <param name="Name">The secret, or the variable.</param>
/// <param name="IsVariable">True for an environment variable.</param>
internal sealed record SecretName(string? Vault, string Name, bool IsVariable)
{
    /// <summary>How the two forms look, for messages.</summary>
    public const string Forms = "'secret:Name', 'secret:Vault/Name' or 'env:NAME'";

    private const string VaultPrefix = "secret:";
    private const string VariablePrefix = "env:";

    /// <summary>Reads a name; null when the text is none.</summary>
    public static SecretName? Parse(string text)
    {
        if (text.StartsWith(VariablePrefix, StringComparison.OrdinalIgnoreCase))
        {
            return text.Length > VariablePrefix.Length ? new SecretName(null, text[VariablePrefix.Length..], IsVariable: true) : null;
        }

        if (!text.StartsWith(VaultPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        string place = text[VaultPrefix.Length..];
        int slash = place.IndexOf('/', StringComparison.Ordinal);
        (string? vault, string name) = slash < 0 ? (null, place) : (place[..slash], place[(slash + 1)..]);
        return name.Length > 0 && vault != "" ? new SecretName(vault, name, IsVariable: false) : null;
    }

    /// <summary>The text that was given.</summary>
    public override string ToString() =>
        IsVariable ? VariablePrefix + Name : Vault is null ? VaultPrefix + Name : $"{VaultPrefix}{Vault}/{Name}";
}
