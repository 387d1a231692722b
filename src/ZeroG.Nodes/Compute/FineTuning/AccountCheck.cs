using System.Numerics;
using ZeroG.Chain;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Services;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>
/// What must be true of a sub-account for a task, when it is taken and again when its fee is known: without it the settlement at the end
/// would be refused. Each check says what is wrong in the words of official brokers, as a failure of the caller's kind.
/// </summary>
internal static class AccountCheck
{
    /// <summary>Network operator and user trust the TEE signer.</summary>
    public static void CheckTrust(SubAccount account, FineTuningService? service, Func<string, Exception> failure)
    {
        if (service is not { IsTeeSignerAcknowledged: true })
        {
            throw failure("service not acknowledge the tee signer");
        }

        if (!account.IsAcknowledged)
        {
            throw failure("user not acknowledge the provider");
        }
    }

    /// <summary>The task's number is above that of the last settlement.</summary>
    public static void CheckNonce(SubAccount account, BigInteger nonce, Func<string, Exception> failure)
    {
        if (nonce <= account.Nonce)
        {
            throw failure($"invalid nonce: expected more than {account.Nonce}, got {nonce}");
        }
    }

    /// <summary>The money that was not asked back covers the fee.</summary>
    public static void CheckBalance(SubAccount account, TokenAmount fee, Func<string, Exception> failure)
    {
        if (account.Free < fee)
        {
            throw failure(
                $"insufficient account balance after pending refund: required {fee.Wei}, available {account.Free.Wei} "
                + $"({fee - account.Free} missing)");
        }
    }
}
