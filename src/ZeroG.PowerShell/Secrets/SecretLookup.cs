using System.Management.Automation;
using System.Security;
using ZeroG.Chain;
using ZeroG.PowerShell.Wallets;
using Engine = System.Management.Automation.PowerShell;

namespace ZeroG.PowerShell.Secrets;

/// <summary>
/// Fetches a named secret. The vaults belong to Microsoft.PowerShell.SecretManagement, which is asked through the session as a user would,
/// and never loaded by ZeroG itself. Runs on the pipeline thread.
/// </summary>
internal static class SecretLookup
{
    private const string Command = "Get-Secret";
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    // One lookup of the process at a time: SecretStore refuses one of two that come together from ForEach-Object -Parallel.
    private static readonly object Gate = new();

    /// <summary>The secret.</summary>
    /// <param name="name">Where it lies.</param>
    /// <param name="invoker">The session's commands.</param>
    /// <param name="cancellationToken">Stops waiting for the lookup of another runspace.</param>
    /// <exception cref="ZeroGException"><c>ZgSecretNotFound</c>, <c>ZgSecretModuleMissing</c>, <c>ZgSecretTypeInvalid</c>.</exception>
    public static SecureString Fetch(SecretName name, CommandInvocationIntrinsics invoker, CancellationToken cancellationToken)
    {
        if (name.IsVariable)
        {
            return FromVariable(name);
        }

        while (!Monitor.TryEnter(Gate, Look))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        try
        {
            return FromVault(name, invoker);
        }
        finally
        {
            Monitor.Exit(Gate);
        }
    }

    private static SecureString FromVariable(SecretName name)
    {
        if (Environment.GetEnvironmentVariable(name.Name) is not { Length: > 0 } text)
        {
            throw new ZeroGException(
                "ZgSecretNotFound", ErrorKind.ObjectNotFound,
                $"The environment variable {name.Name}, which should hold a secret, is not set. Set it for this process, or name another.",
                name.ToString());
        }

        return SecretText.Secure(text);
    }

    private static SecureString FromVault(SecretName name, CommandInvocationIntrinsics invoker)
    {
        CommandInfo command = invoker.GetCommand(Command, CommandTypes.Cmdlet | CommandTypes.Function) ?? throw new ZeroGException(
            "ZgSecretModuleMissing", ErrorKind.ObjectNotFound,
            $"'{name}' is a secret of a vault, and the module Microsoft.PowerShell.SecretManagement is not installed. "
            + "Use Install-PSResource Microsoft.PowerShell.SecretManagement, or give a SecureString.", name.ToString());
        using Engine engine = Engine.Create(RunspaceMode.CurrentRunspace);
        engine.AddCommand(command).AddParameter("Name", name.Name).AddParameter("ErrorAction", ActionPreference.Stop);
        if (name.Vault is { } vault)
        {
            engine.AddParameter("Vault", vault);
        }

        object? found;
        try
        {
            found = engine.Invoke().FirstOrDefault()?.BaseObject;
        }
        catch (Exception refusal) when (refusal is RuntimeException and not PipelineStoppedException)
        {
            throw Refused(name, refusal);
        }

        return found switch
        {
            SecureString secret => secret,
            string text => SecretText.Secure(text),
            PSCredential credential => credential.Password,
            null => throw new ZeroGException(
                "ZgSecretNotFound", ErrorKind.ObjectNotFound,
                $"No vault has a secret '{name}'. Get-SecretInfo lists the secrets, Set-Secret makes one.", name.ToString()),
            _ => throw new ZeroGException(
                "ZgSecretTypeInvalid", ErrorKind.InvalidData,
                $"The secret '{name}' is a {found.GetType().Name}, and a String, a SecureString or a PSCredential is needed. "
                + "Store its text with Set-Secret.",
                name.ToString()),
        };
    }

    /// <summary>The vault's own words, without what the engine puts before them, and what helps.</summary>
    private static ZeroGException Refused(SecretName name, Exception refusal)
    {
        ErrorRecord? record = (refusal as IContainsErrorRecord)?.ErrorRecord;
        string words = (record?.Exception ?? refusal).Message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
        bool hasNoVault = record?.FullyQualifiedErrorId.StartsWith("GetSecretVaultNotFound", StringComparison.Ordinal) ?? false;
        return new ZeroGException(
            "ZgSecretNotFound", ErrorKind.ObjectNotFound,
            $"No vault gave the secret '{name}': {words}. " + (hasNoVault
                ? "Get-SecretVault lists the vaults; what stands before the first '/' of a name is one."
                : "Get-SecretInfo lists the secrets, Unlock-SecretStore opens a locked vault."),
            name.ToString(), refusal);
    }
}
