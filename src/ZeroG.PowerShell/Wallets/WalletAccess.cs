using System.Buffers;
using System.Globalization;
using System.Security;
using ZeroG.Chain;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Wallets;
using ZeroG.PowerShell.Secrets;

namespace ZeroG.PowerShell.Wallets;

/// <summary>Opens the wallet that a user means by a name.</summary>
internal static class WalletAccess
{
    private const string DevelopmentPrefix = "dev";
    private const int PrivateKeyDigits = 64;

    // Stands for the item, which the record of an error would show.
    private const string NotShown = "(a key)";

    // Words.
    private const int ShortestPhrase = 12;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>
    /// Opens a wallet of the store, of a secret's name, or of the development accounts, whose keys everybody knows.
    /// </summary>
    /// <param name="name">A name in the store, <c>env:NAME</c> or <c>secret:Name</c> for a private key that lies there, or <c>dev0</c> to
    /// <c>dev19</c> on networks that hold no real money.</param>
    /// <param name="network">Where it will be used.</param>
    /// <param name="password">Asked only for a wallet of the store.</param>
    /// <param name="fetch">Fetches the private key of a secret's name.</param>
    /// <param name="cancellationToken">Stops waiting; the second of key derivation runs to its end.</param>
    public static async Task<Wallet> OpenAsync(
        string name, Network network, Func<Task<SecureString>> password, Func<SecretName, Task<SecureString>> fetch,
        CancellationToken cancellationToken)
    {
        ThrowIfKey(name);
        if (SecretName.Parse(name) is { } place)
        {
            return place.IsVariable
                ? Wallet.FromEnvironment(place.Name)
                : SecretText.Use(await fetch(place), text => PrivateKeyText.Parse(text, name));
        }

        WalletStore store = new();
        if (store.Find(name) is null)
        {
            // Opening what is not there says so in the store's own words.
            return DevelopmentIndex(name, network) is { } index ? DevelopmentAccounts.Open(index) : store.Open(name, "");
        }

        SecureString secret = await password();
        return await Task.Run(() => SecretText.Use(secret, text => store.Open(name, text)), cancellationToken);
    }

    /// <summary>
    /// Refuses a private key or a phrase in the place of a name, as of <c>$env:KEY</c> for <c>env:KEY</c>, before any message repeats it.
    /// </summary>
    /// <exception cref="ZeroGException"><c>ZgWalletNameInvalid</c>.</exception>
    public static void ThrowIfKey(string name) => Refuse(name, $"Name the wallet, or where the key lies: {SecretName.Forms}.");

    /// <summary>The same for the name of a wallet of the store, there or new, before it becomes that of a file.</summary>
    /// <inheritdoc cref="ThrowIfKey"/>
    public static void ThrowIfKeyOfKept(string name) => Refuse(
        name, "Give the wallet a short name; Import-ZgWallet takes the key itself, with -PrivateKey, -EnvironmentVariable or -Phrase.");

    private static void Refuse(string name, string advice)
    {
        ReadOnlySpan<char> digits = name.AsSpan().Trim();
        digits = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? digits[2..] : digits;
        bool isKey = digits.Length == PrivateKeyDigits && !digits.ContainsAnyExcept(HexDigits);
        if (isKey || name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length >= ShortestPhrase)
        {
            throw new ZeroGException(
                "ZgWalletNameInvalid", ErrorKind.InvalidArgument,
                $"What was given as the name of a wallet looks like its key, and is not repeated here. {advice}", NotShown);
        }
    }

    private static int? DevelopmentIndex(string name, Network network)
    {
        bool holdsMoney = network.ChainId == NetworkCatalog.Mainnet.ChainId || network.ChainId == NetworkCatalog.Galileo.ChainId;
        return !holdsMoney && name.StartsWith(DevelopmentPrefix, StringComparison.OrdinalIgnoreCase)
            && int.TryParse(name[DevelopmentPrefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            && index < DevelopmentAccounts.Count
                ? index
                : null;
    }
}
