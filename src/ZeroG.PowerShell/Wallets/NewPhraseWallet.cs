using System.Security;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;

namespace ZeroG.PowerShell.Wallets;

/// <summary>A new wallet together with the recovery phrase from which its key grew, which is kept nowhere.</summary>
/// <param name="wallet">The wallet as it is kept.</param>
/// <param name="phrase">The words.</param>
public sealed class NewPhraseWallet(StoredWallet wallet, SecureString phrase)
{
    /// <summary>Its name.</summary>
    public string Name => wallet.Name;

    /// <summary>The account.</summary>
    public Address? Address => wallet.Address;

    /// <summary>Full path of the keystore file.</summary>
    public string Path => wallet.Path;

    /// <summary>When the file was written.</summary>
    public DateTimeOffset CreatedAt => wallet.CreatedAt;

    /// <summary>The recovery phrase; <c>ConvertFrom-SecureString -AsPlainText</c> shows its words.</summary>
    public SecureString Phrase { get; } = phrase;
}
