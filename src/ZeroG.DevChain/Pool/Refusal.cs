using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.DevChain.Pool;

/// <summary>
/// Why a transaction is not taken, in the words by which clients tell the cases apart (go-ethereum, core/error.go and
/// core/txpool/errors.go).
/// </summary>
internal static class Refusal
{
    public const string AlreadyKnown = "already known";

    public const string Underpriced = "replacement transaction underpriced";

    public const string PoolFull = "txpool is full";

    public const string TypeNotSupported = "transaction type not supported";

    public const string NoCreation = "no EVM: this chain runs only its native contracts and cannot create others";

    public static string ChainId(ulong have, ulong want) => $"invalid chain id for signer: have {have} want {want}";

    public static string BlockGasLimit(ulong gas, ulong limit) => $"exceeds block gas limit: gas {gas}, limit {limit}";

    public static string TipAboveFee(BigInteger tip, BigInteger fee) =>
        $"max priority fee per gas higher than max fee per gas: maxPriorityFeePerGas: {tip}, maxFeePerGas: {fee}";

    public static string IntrinsicGas(ulong gas, ulong needed) => $"intrinsic gas too low: gas {gas}, minimum needed {needed}";

    public static string NonceTooLow(ulong next, ulong nonce) => $"nonce too low: next nonce {next}, tx nonce {nonce}";

    public static string SenderHasCode(Address sender) => $"sender not an eoa: address {sender}";

    public static string BaseFee(Address sender, BigInteger fee, BigInteger baseFee) =>
        $"max fee per gas less than block base fee: address {sender}, maxFeePerGas: {fee}, baseFee: {baseFee}";

    public static string Funds(BigInteger balance, BigInteger cost) =>
        $"insufficient funds for gas * price + value: balance {balance}, tx cost {cost}, overshot {cost - balance}";

    // The form that 0G's nodes use (0g-agentic-id, QUIRKS.md).
    public static string TipFloor(BigInteger tip, TokenAmount floor) =>
        $"transaction underpriced: tip cap below minimum {floor.ToUnits(9)} gwei, got {tip} wei";

    public static string NoEvm(Address target) => $"no EVM: {target} holds EVM code, and this chain runs only its native contracts";

    /// <summary>The refusal as an answer to a caller.</summary>
    public static JsonRpcException ToException(string why) => new(JsonRpcErrorCode.ServerError, why);
}
