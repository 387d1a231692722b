using System.Buffers.Binary;
using ZeroG.Chain.Abi;
using ZeroG.Compute.Contracts;

namespace ZeroG.DevChain.Contracts.Compute;

/// <summary>The part of a service contract that the ledger calls, which both services declare alike.</summary>
/// <remarks>Source: 0g-serving-contract, contracts/ledger/LedgerManager.sol, interface IServing; ERC-165 for its id.</remarks>
internal static class ServingInterface
{
    private static readonly AbiFunction[] Functions =
    [
        InferenceContract.AccountExists, InferenceContract.GetPendingRefund, InferenceContract.AddAccount, InferenceContract.DepositFund,
        InferenceContract.RequestRefundAll, InferenceContract.ProcessRefund, InferenceContract.DeleteAccount,
    ];

    /// <summary>The interface of supportsInterface itself.</summary>
    public static ReadOnlyMemory<byte> Erc165 { get; } = new byte[] { 0x01, 0xff, 0xc9, 0xa7 };

    /// <summary>The exclusive or of all selectors, which ERC-165 identifies an interface by.</summary>
    public static ReadOnlyMemory<byte> Id { get; } = MakeId();

    /// <summary>What a service answers to supportsInterface.</summary>
    public static bool IsSupported(ReadOnlySpan<byte> id) => id.SequenceEqual(Id.Span) || id.SequenceEqual(Erc165.Span);

    private static byte[] MakeId()
    {
        byte[] id = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(id, Functions.Aggregate(0u, (sum, function) => sum ^ function.Selector));
        return id;
    }
}
