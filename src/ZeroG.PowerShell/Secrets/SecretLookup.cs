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

    /// <summary>The secret.</summary>
    /// <param name="name">Where it lies.</param>
    /// <param name="invoker">The session's commands.</param>
    /// <exception cref="ZeroGException"><c>ZgSecretNotFound</c>, <c>ZgSecretModuleMissing</c>, <c>ZgSecretTypeInvalid</c>.</exception>
    public static SecureString Fetch(SecretName name, CommandInvocationIntrinsics invoker) =>
        name.IsVariable ? FromVariable(name) : FromVault(name, invoker);

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
            throw new ZeroGException(
                "ZgSecretNotFound", ErrorKind.ObjectNotFound,
                $"No vault gave the secret '{name}': {refusal.Message.TrimEnd('.')}. Get-SecretInfo lists the secrets, "
                + "Unlock-SecretStore opens a locked vault.", name.ToString(), refusal);
        }

        return found switch
        {
            SecureString secret => secret,
            null => throw new ZeroGException(
                "ZgSecretNotFound", ErrorKind.ObjectNotFound,
                $"No vault has a secret '{name}'. Get-SecretInfo lists the secrets, Set-Secret makes one.", name.ToString()),
            _ => throw new ZeroGException(
                "ZgSecretTypeInvalid", ErrorKind.InvalidData,
                $"The secret '{name}' is a {found.GetType().Name}, and a SecureString is needed. Store its text with Set-Secret.",
                name.ToString()),
        };
    }
}
