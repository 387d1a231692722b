using ZeroG.Chain.Abi;

namespace ZeroG.Chain.Tests.Abi;

public class RevertReasonTests
{
    private static readonly AbiError NotEnough = AbiError.Parse("error NotEnough(uint256 have, (bytes data, bool) detail)");

    [Fact]
    public void Decode_CustomError_NamesItsArguments()
    {
        byte[] data = NotEnough.Encode(5, (new byte[] { 1 }, true));

        RevertReason reason = RevertReason.Decode(data, [NotEnough]);

        Assert.Equal(RevertKind.Custom, reason.Kind);
        Assert.Equal("NotEnough(have: 5, detail: [0x01, true])", reason.Message);
        Assert.Equal(data, reason.Data.ToArray());
    }

    [Theory]
    [InlineData(0x11, "panic 0x11: arithmetic overflow or underflow")]
    [InlineData(0x99, "panic 0x99: unknown code")]
    public void Decode_Panic_TellsItsMeaning(int code, string message) =>
        Assert.Equal(message, RevertReason.Decode(RevertReason.Panic.Encode(code)).Message);

    [Theory]
    [InlineData("08c379a0")]
    [InlineData("08c379a0ff")]
    [InlineData("08c3")]
    [InlineData("4e487b71")]
    public void Decode_KnownSelectorBeforeGarbage_IsUnknown(string hex)
    {
        RevertReason reason = RevertReason.Decode(Convert.FromHexString(hex), [NotEnough]);

        Assert.Equal(RevertKind.Unknown, reason.Kind);
        Assert.Contains(hex, reason.Message, StringComparison.Ordinal);
    }
}
