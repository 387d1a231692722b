namespace ZeroG.Chain.Wallets;

/// <summary>A wallet as it lies in a <see cref="WalletStore"/>, still locked.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">The address written in the file; null when the file does not say it.</param>
/// <param name="Path">Full path of the keystore file.</param>
/// <param name="CreatedAt">When the file was written.</param>
public sealed record StoredWallet(string Name, Address? Address, string Path, DateTimeOffset CreatedAt);
