using System.Numerics;
using ZeroG.Chain.Rlp;
using ZeroG.Chain.Transactions;
using ZeroG.Cryptography.Signatures;

namespace ZeroG.Chain.Tests.Transactions;

public class SignedTransactionTests
{
    // Made with ethers 6.17.0 and the private key of 32 bytes 0x01.
    private const string Blob =
        "0x03f8cb8240da05847735940084b2d05e00830186a09400000000000000000000000000000000000000a107820102f838f79400000000000000000000000000"
        + "000000000000b0e1a0222222222222222222222222222222222222222222222222222222222222222209e1a00133333333333333333333333333333333333333"
        + "33333333333333333333333301a07f0926251097030bcba07cf142f7371b449fbeeb949456fddd1a1786e62ad237a043594d2c084022d7cecaf34e5ecaddd44d"
        + "45e79c58b7791fc970369e4c250282";

    private const string SetCode =
        "0x04f8cb8240da06847735940084b2d05e00830186a09400000000000000000000000000000000000000a18080c0f85cf85a8094000000000000000000000000"
        + "00000000000000c00701a01d82620d4b0999e693d76ee3f91a8542ea34573c73128cba9e28dac7a2e93740a060cf27aa6c6b9e5f82aa55140ed6a31661a05ae6"
        + "9fe82464fb614c8ef32ede0b80a06818b2eb01c512adc770b92365e9735f1705fb27d692e31965bd861aae3d98cda01f79ad0544a97ba00b7fe2b00f01b968dd"
        + "d684527bc4695de3cbbc410e0a9424";

    private static readonly byte[] Key = [.. Enumerable.Repeat((byte)1, 32)];
    private static readonly Address Signer = Address.Parse("0x1a642f0E3c3aF545E7AcBD38b07251B3990914F1");

    private static readonly Transaction Simple = new()
    {
        Type = TransactionType.DynamicFee,
        ChainId = 16602,
        GasLimit = 21000,
        To = Address.Zero,
        MaxFeePerGas = 3,
        MaxPriorityFeePerGas = 2,
    };

    [Fact]
    public void Decode_BlobTransaction_GivesItsFields()
    {
        SignedTransaction signed = SignedTransaction.Decode(Hex.ParseBytes(Blob));

        Transaction tx = signed.Transaction;
        Assert.Equal((TransactionType.Blob, 16602UL, 5UL), (tx.Type, tx.ChainId, tx.Nonce));
        Assert.Equal([7, 2_000_000_000, 3_000_000_000, 9], [tx.Value, tx.MaxPriorityFeePerGas, tx.MaxFeePerGas, tx.MaxFeePerBlobGas]);
        Assert.Equal([Hash256.Parse("0x01" + new string('3', 62))], tx.BlobVersionedHashes);
        Assert.Equal([Hash256.Parse(new string('2', 64))], Assert.Single(tx.AccessList).StorageKeys);
        Assert.Equal(Signer, signed.Sender);
        Assert.Equal("0xf610232a85c4f3df4c725a3b8fd4b81c91cd9f19f0bd9d1ce40485b8787fb224", signed.Hash.ToString());
        Assert.Equal(Blob, Hex.ToHex(SignedTransaction.Create(tx, signed.Signature).Raw.Span));
    }

    [Fact]
    public void Decode_SetCodeTransaction_GivesItsFields()
    {
        SignedTransaction signed = SignedTransaction.Decode(Hex.ParseBytes(SetCode));

        Authorization authorization = Assert.Single(signed.Transaction.AuthorizationList);
        Assert.Equal(Address.Parse("0x00000000000000000000000000000000000000c0"), authorization.Address);
        Assert.Equal((BigInteger.Zero, 7UL, (byte)1), (authorization.ChainId, authorization.Nonce, authorization.YParity));
        Assert.Equal("1d82620d4b0999e693d76ee3f91a8542ea34573c73128cba9e28dac7a2e93740", authorization.R.ToString("x64"));
        Assert.Equal(Signer, signed.Sender);
        Assert.Equal("0xfb95f4f6346b1c412d0f10f34a4457a3acb46d65958472fb1683864350e92bec", signed.Hash.ToString());
        Assert.Equal(SetCode, Hex.ToHex(SignedTransaction.Create(signed.Transaction, signed.Signature).Raw.Span));
    }

    [Fact]
    public void Decode_LegacyWithoutReplayProtection_HasNoChainId()
    {
        SignedTransaction signed = Sign(new Transaction { Type = TransactionType.Legacy, GasLimit = 21000, To = Address.Zero });

        SignedTransaction decoded = SignedTransaction.Decode(signed.Raw.Span);

        Assert.Null(decoded.Transaction.ChainId);
        Assert.Contains(decoded.V, new BigInteger[] { 27, 28 });
        Assert.Equal(Signer, decoded.Sender);
    }

    [Fact]
    public void Decode_HighS_IsRefusedForTypedTransactionsOnly()
    {
        Transaction legacy = new() { Type = TransactionType.Legacy, ChainId = 16602, GasLimit = 21000, To = Address.Zero };

        Assert.Equal(Signer, SignedTransaction.Create(legacy, WithHighS(Sign(legacy).Signature)).Sender);
        Assert.Throws<FormatException>(() => SignedTransaction.Create(Simple, WithHighS(Sign(Simple).Signature)));
    }

    [Fact]
    public void Decode_ChangedByte_GivesAnotherSenderOrFails()
    {
        byte[] raw = Sign(Simple).Raw.ToArray();
        for (int i = 0; i < raw.Length; i++)
        {
            byte[] changed = [.. raw];
            changed[i] ^= 1;
            try
            {
                Assert.NotEqual(Signer, SignedTransaction.Decode(changed).Sender);
            }
            catch (FormatException)
            {
                // Refused: just as good.
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x00")]
    [InlineData("0x05c0")]
    [InlineData("0x7f")]
    [InlineData("0x80")]
    [InlineData("0xc0")]
    [InlineData("0x02")]
    [InlineData("0x02c0")]
    public void Decode_BytesThatAreNoTransaction_Throws(string raw) =>
        Assert.ThrowsAny<FormatException>(() => SignedTransaction.Decode(Hex.ParseBytes(raw)));

    [Theory]
    [InlineData(0)] // chain id
    [InlineData(1)] // nonce
    [InlineData(4)] // gas limit
    [InlineData(9)] // y parity
    [InlineData(10)] // r
    [InlineData(11)] // s
    public void Decode_NumberWithLeadingZero_Throws(int field) => AssertRefused(field, [0, 1]);

    [Theory]
    [InlineData(0, 9)] // chain id over 64 bits
    [InlineData(1, 9)] // nonce over 64 bits
    [InlineData(4, 9)] // gas limit over 64 bits
    [InlineData(2, 33)] // tip over 256 bits
    [InlineData(6, 33)] // value over 256 bits
    [InlineData(5, 19)] // recipient
    [InlineData(5, 21)] // recipient
    [InlineData(9, 1)] // y parity 255
    [InlineData(10, 32)] // r over the order of the curve
    [InlineData(11, 32)] // s over the order of the curve
    [InlineData(1, 8)] // nonce 2^64 - 1, EIP-2681
    public void Decode_FieldOutsideItsRange_Throws(int field, int length) =>
        AssertRefused(field, [.. Enumerable.Repeat((byte)0xFF, length)]);

    [Fact]
    public void Decode_BytesBehindTheTransaction_Throws() =>
        Assert.Throws<RlpException>(() => SignedTransaction.Decode([.. Sign(Simple).Raw.Span, 0]));

    [Theory]
    [InlineData("1a")]
    [InlineData("1d")]
    [InlineData("22")]
    [InlineData("020000000000000023")] // chain id 2^64
    public void Decode_LegacyWithImpossibleV_Throws(string v)
    {
        RlpItem list = RlpItem.Decode(Sign(new Transaction { Type = TransactionType.Legacy, GasLimit = 21000, To = Address.Zero }).Raw);

        Assert.Throws<FormatException>(() => SignedTransaction.Decode(Rewrite(list, 6, Convert.FromHexString(v))));
    }

    [Fact]
    public void SigningPayload_FieldThatTheTypeDoesNotAllow_Throws()
    {
        Transaction[] wrong =
        [
            Simple with { ChainId = null },
            Simple with { Value = -1 },
            Simple with { MaxFeePerGas = BigInteger.One << 256 },
            Simple with { Nonce = ulong.MaxValue },
            Simple with { Type = (TransactionType)5 },
            Simple with { Type = TransactionType.SetCode, To = null },
        ];

        Assert.All(wrong, transaction => Assert.Throws<ArgumentException>(() => transaction.SigningPayload()));
    }

    private static SignedTransaction Sign(Transaction transaction) =>
        SignedTransaction.Create(transaction, Secp256k1.Sign(transaction.SigningHash().Bytes, Key));

    private static Secp256k1Signature WithHighS(Secp256k1Signature signature)
    {
        BigInteger order = BigInteger.Parse(
            "0FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141", System.Globalization.NumberStyles.HexNumber);
        BigInteger high = order - new BigInteger(signature.S, isUnsigned: true, isBigEndian: true);
        return new Secp256k1Signature(signature.R, high.ToByteArray(isUnsigned: true, isBigEndian: true), 1 - signature.YParity);
    }

    private static void AssertRefused(int field, byte[] value)
    {
        RlpItem list = RlpItem.Decode(Sign(Simple).Raw[1..]);

        Assert.ThrowsAny<FormatException>(() =>
            SignedTransaction.Decode([(byte)TransactionType.DynamicFee, .. Rewrite(list, field, value)]));
    }

    private static byte[] Rewrite(RlpItem list, int field, byte[] value)
    {
        RlpWriter writer = new();
        writer.StartList();
        for (int i = 0; i < list.Items.Count; i++)
        {
            if (list.Items[i].IsList)
            {
                writer.StartList();
                writer.EndList();
            }
            else
            {
                writer.Write(i == field ? value : list.Items[i].Bytes.Span);
            }
        }

        writer.EndList();
        return writer.ToArray();
    }
}
