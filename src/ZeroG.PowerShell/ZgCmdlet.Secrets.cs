using System.Management.Automation.Host;
using System.Security;
using ZeroG.Chain;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Wallets;
using ZeroG.PowerShell.Encryption;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Secrets;
using ZeroG.PowerShell.Wallets;
using ZeroG.Storage.Encryption;

namespace ZeroG.PowerShell;

/// <summary>Passwords, wallets and keys: given, under a name, or typed.</summary>
public abstract partial class ZgCmdlet
{
    /// <summary>
    /// A secret: the parameter's, what lies under the name that was given instead (<see cref="SecretAttribute"/>), or else what the person
    /// at the terminal types.
    /// </summary>
    /// <param name="given">Value of the parameter; null when it was not given.</param>
    /// <param name="question">What is asked for, for example <c>Password of 'main'</c>.</param>
    /// <param name="parameter">Name of the parameter, for the advice when nobody can be asked.</param>
    /// <exception cref="ZeroGException"><c>ZgSecretNeeded</c>: the host is not interactive. What <see cref="SecretLookup.Fetch"/>
    /// throws.</exception>
    protected Task<SecureString> SecretAsync(SecureString? given, string question, string parameter) => given is not null
        ? SecretAttribute.NameOf(given) is { } name ? FetchSecretAsync(name) : Task.FromResult(given)
        : AskAsync(() =>
        {
            try
            {
                Host.UI.Write($"{question}: ");
                return Host.UI.ReadLineAsSecureString();
            }
            catch (Exception refusal) when (refusal is HostException or InvalidOperationException)
            {
                throw new ZeroGException(
                    "ZgSecretNeeded", ErrorKind.AuthenticationError,
                    $"{question} is needed, and nobody can be asked here. Give it with -{parameter}: a SecureString, {SecretName.Forms}.",
                    innerException: refusal);
            }
        });

    /// <summary>
    /// A password that nothing is kept under yet, so that no mistake in it would be noticed: a person types it twice, and it is not empty.
    /// </summary>
    /// <inheritdoc cref="SecretAsync"/>
    /// <exception cref="ZeroGException"><c>ZgPasswordEmpty</c>, <c>ZgPasswordMismatch</c>, and what <see cref="SecretAsync"/>
    /// throws.</exception>
    private protected async Task<SecureString> NewPasswordAsync(SecureString? given, string question, string parameter)
    {
        SecureString password = await SecretAsync(given, question, parameter);
        if (password.Length == 0)
        {
            throw new ZeroGException(
                "ZgPasswordEmpty", ErrorKind.InvalidArgument,
                $"The password is empty: whoever reads the file has the key. Give -{parameter} a text of at least one character.");
        }

        return given is not null || SecretText.AreEqual(password, await SecretAsync(null, $"{question}, once more", parameter))
            ? password
            : throw new ZeroGException(
                "ZgPasswordMismatch", ErrorKind.InvalidArgument,
                "The two passwords are not the same, so nothing was written. Run the command again.");
    }

    /// <summary>A secret by its name.</summary>
    private protected Task<SecureString> FetchSecretAsync(SecretName name) => AskAsync(
        () => SecretLookup.Fetch(name, InvokeCommand, _cancelled));

    /// <summary>Opens the wallet that a user means by a name.</summary>
    /// <param name="name">See <see cref="WalletAccess.OpenAsync"/>.</param>
    /// <param name="network">Where it will be used.</param>
    /// <param name="password">Value of the parameter -Password; null when it was not given.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    private protected Task<Wallet> OpenWalletAsync(
        string name, Network network, SecureString? password, CancellationToken cancellationToken) => WalletAccess.OpenAsync(
            name, network, () => SecretAsync(password, $"Password of wallet '{name}'", "Password"), FetchSecretAsync, cancellationToken);

    /// <summary>
    /// The wallet that a user means by a name, closed with the cmdlet; without a name that of the session, null for none.
    /// </summary>
    /// <inheritdoc cref="OpenWalletAsync"/>
    private protected async Task<Wallet?> FindWalletAsync(
        string? name, Network network, SecureString? password, CancellationToken cancellationToken) =>
        name is null ? Session.Wallet : Own(await OpenWalletAsync(name, network, password, cancellationToken));

    /// <summary>Opens the key for files that was given, if one was; closed with the cmdlet.</summary>
    /// <param name="key">Value of the parameter -EncryptionKey; null when it was not given.</param>
    /// <param name="path">Value of the parameter -EncryptionKeyPath; null when it was not given.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    private protected async Task<SymmetricKey?> OpenKeyAsync(SecureString? key, string? path, CancellationToken cancellationToken)
    {
        if (path is not null)
        {
            string full = await AskAsync(() => FilePaths.ResolveOne(SessionState.Path, path));
            return Own(await KeyFile.OpenAsync(full, Warn, cancellationToken));
        }

        return key is null
            ? null
            : Own(SecretText.Use(await SecretAsync(key, "The encryption key", "EncryptionKey"), SymmetricKey.Parse));
    }
}
