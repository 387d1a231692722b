using System.Text;
using FsCheck.Xunit;
using ZeroG.Chain.Abi;
using ZeroG.Chain.Rlp;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;

namespace ZeroG.Chain.Tests.Fuzzing;

/// <summary>Decoders of bytes and texts that come from elsewhere: a value, or the one documented failure.</summary>
public sealed class DecoderFuzzTests
{
    // Costs that a test can bear; the fuzzing changes them as well.
    private static readonly byte[] KeystoreJson = MakeKeystore();

    private static readonly AbiType[][] AbiTypes =
    [
        .. new[] { "(uint256,bytes)", "(string[],(address,bool)[2])", "(bytes32[][])" }
            .Select(text => AbiType.Parse(text).Components.Select(part => part.Type).ToArray()),
    ];

    [Property(MaxTest = 3000, Replay = "20261126,7")]
    public void Bytes_OfAnyKind_DecodeOrFailAsDocumented(byte[] data)
    {
        AllowOnly<RlpException>(() => RlpItem.Decode(data));
        AllowOnly<FormatException>(() => SignedTransaction.Decode(data));
        foreach (AbiType[] types in AbiTypes)
        {
            AllowOnly<AbiException>(() => AbiCoder.Decode(types, data));
        }

        Assert.NotEmpty(RevertReason.Decode(data).Message);
        AssertKeystoreFails(data);
    }

    [Fact]
    public void SignedTransaction_DamagedBytes_DecodesOrFailsAsDocumented()
    {
        Random random = new(20261126);
        using Wallet wallet = DevelopmentAccounts.Open(0);
        TransactionType[] kinds = [TransactionType.Legacy, TransactionType.AccessList, TransactionType.DynamicFee];
        SignedTransaction[] signed =
        [
            .. kinds.Select(type => wallet.Sign(new Transaction
            {
                Type = type, ChainId = 1, Nonce = 3, GasLimit = 21_000, To = Address.Zero, Value = 5, Data = new byte[40],
                MaxFeePerGas = 9, GasPrice = 9, AccessList = [new AccessListEntry(Address.Zero, [Hash256.Zero])],
            })),
        ];
        int decoded = 0;
        for (int i = 0; i < 6000; i++)
        {
            byte[] raw = Mutation.Of(signed[i % signed.Length].Raw.ToArray(), random);
            AllowOnly<FormatException>(() =>
            {
                // What is taken for a transaction is exactly that transaction.
                Assert.Equal(raw, SignedTransaction.Decode(raw).Raw.ToArray());
                decoded++;
            });
        }

        Assert.InRange(decoded, 1, 5999);
    }

    [Fact]
    public void Keystore_DamagedBytes_OpensAsTheSameAccountOrFailsAsDocumented()
    {
        Random random = new(20261126);
        for (int i = 0; i < 3000; i++)
        {
            AssertKeystoreFails(Mutation.Of(KeystoreJson, random));
        }
    }

    [Property(MaxTest = 600, Replay = "20261126,7", Arbitrary = [typeof(ForeignJson)])]
    public void Keystore_AnyMember_OpensAsTheSameAccountOrFailsAsDocumented(ForeignJson json, int place) =>
        AssertKeystoreFails(Encoding.UTF8.GetBytes(json.PutInto(Encoding.UTF8.GetString(KeystoreJson), place).Text));

    [Property(MaxTest = 2000, Replay = "20261126,7")]
    public void Phrase_AnyText_IsRefusedWithoutShowingIt(string? text)
    {
        ZeroGException error = Assert.Throws<ZeroGException>(() => RecoveryPhrase.Parse(text));
        Assert.Equal("ZgPhraseInvalid", error.ErrorId);
    }

    [Property(MaxTest = 2000, Replay = "20261126,7")]
    public void Phrase_AnyWordsOfTheList_IsItselfOrRefused(ushort[] numbers)
    {
        string text = string.Join(' ', numbers.Select(number => WordList.Word(number % WordList.Count)));
        try
        {
            using RecoveryPhrase phrase = RecoveryPhrase.Parse(text);
            char[] read = new char[phrase.Length];
            phrase.CopyTo(read);
            Assert.Equal(text, new string(read));
        }
        catch (ZeroGException error)
        {
            Assert.Equal("ZgPhraseInvalid", error.ErrorId);
        }
    }

    private static byte[] MakeKeystore()
    {
        using Wallet wallet = DevelopmentAccounts.Open(0);
        return Keystore.Encrypt(wallet, "password", new KeystoreCost(2, 1, 1));
    }

    private static void AssertKeystoreFails(byte[] json)
    {
        try
        {
            using Wallet wallet = Keystore.Decrypt(json, "password");
            Assert.Equal(DevelopmentAccounts.Addresses[0], wallet.Address);
        }
        catch (ZeroGException error)
        {
            Assert.True(error.ErrorId is "ZgKeystoreInvalid" or "ZgWalletPasswordWrong", error.ToString());
            Assert.InRange(error.Message.Length, 1, 1500);
        }
    }

    private static void AllowOnly<T>(Action decode)
        where T : Exception
    {
        try
        {
            decode();
        }
        catch (T)
        {
            // The documented failure.
        }
    }
}
