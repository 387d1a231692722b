using System.Numerics;
using System.Text.Json;
using ZeroG.Chain.Transactions;
using ZeroG.Cryptography.Signatures;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Vectors;

[Trait("Category", "Vectors")]
public class TransactionVectorTests
{
    private static readonly VectorForm Form =
        new("chain", "tx-*.json", ("cases", "label? tx privateKey from unsigned signingHash r s yParity v raw hash"));

    public static IEnumerable<object[]> Cases => Form.Rows("cases");

    [Theory]
    [MemberData(nameof(Cases))]
    public void SigningPayload_KnownFields_GivesKnownBytesAndHash(string name)
    {
        JsonElement vector = Form[name];

        Transaction transaction = ReadTransaction(name);

        Assert.Equal(vector.Text("unsigned"), Hex.ToHex(transaction.SigningPayload()));
        Assert.Equal(vector.Hash("signingHash"), transaction.SigningHash());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Create_KnownSignature_GivesKnownBytesAndSender(string name)
    {
        JsonElement vector = Form[name];
        Transaction transaction = ReadTransaction(name);

        Secp256k1Signature signature = Secp256k1.Sign(transaction.SigningHash().Bytes, vector.Bytes("privateKey"));
        SignedTransaction signed = SignedTransaction.Create(transaction, signature);

        Assert.Equal(vector.Text("r"), Hex.ToHex(signature.R));
        Assert.Equal(vector.Text("s"), Hex.ToHex(signature.S));
        Assert.Equal(vector.Integer("yParity"), signature.YParity);
        Assert.Equal(vector.Text("raw"), Hex.ToHex(signed.Raw.Span));
        AssertSigned(vector, signed);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Decode_KnownBytes_GivesFieldsAndSender(string name)
    {
        JsonElement vector = Form[name];

        SignedTransaction signed = SignedTransaction.Decode(vector.Bytes("raw"));

        AssertSigned(vector, signed);
        AssertFields(ReadTransaction(name), signed.Transaction);
    }

    private static void AssertSigned(JsonElement vector, SignedTransaction signed)
    {
        Assert.Equal(vector.Hash("hash"), signed.Hash);
        Assert.Equal(vector.Address("from"), signed.Sender);
        Assert.Equal(vector.Integer("v"), signed.V);
    }

    private static void AssertFields(Transaction expected, Transaction actual)
    {
        Assert.Equal(expected.Type, actual.Type);
        Assert.Equal(expected.ChainId, actual.ChainId);
        Assert.Equal(expected.Nonce, actual.Nonce);
        Assert.Equal(expected.GasLimit, actual.GasLimit);
        Assert.Equal(expected.To, actual.To);
        Assert.Equal(expected.Value, actual.Value);
        Assert.Equal(expected.Data.ToArray(), actual.Data.ToArray());
        Assert.Equal(expected.GasPrice, actual.GasPrice);
        Assert.Equal(expected.MaxFeePerGas, actual.MaxFeePerGas);
        Assert.Equal(expected.MaxPriorityFeePerGas, actual.MaxPriorityFeePerGas);
        Assert.Equal(expected.AccessList.Select(entry => entry.Address), actual.AccessList.Select(entry => entry.Address));
        Assert.Equal(expected.AccessList.Select(entry => entry.StorageKeys), actual.AccessList.Select(entry => entry.StorageKeys));
    }

    private static Transaction ReadTransaction(string name)
    {
        JsonElement tx = Form[name].GetProperty("tx");
        TransactionType type = (TransactionType)(byte)tx.Integer("type");
        VectorForm.CheckFields(tx, "type chainId nonce gasLimit to value data " + type switch
        {
            TransactionType.Legacy => "gasPrice",
            TransactionType.AccessList => "gasPrice accessList",
            TransactionType.DynamicFee => "maxPriorityFeePerGas maxFeePerGas accessList",
            _ => throw new InvalidOperationException($"{name}: a type that no test builds."),
        }, name);
        ulong chainId = (ulong)tx.Integer("chainId");
        return new Transaction
        {
            Type = type,
            ChainId = type == TransactionType.Legacy && chainId == 0 ? null : chainId,
            Nonce = (ulong)tx.Integer("nonce"),
            GasLimit = (ulong)tx.Integer("gasLimit"),
            To = tx.GetProperty("to").ValueKind == JsonValueKind.Null ? null : tx.Address("to"),
            Value = tx.Integer("value"),
            Data = tx.Bytes("data"),
            GasPrice = Optional(tx, "gasPrice"),
            MaxFeePerGas = Optional(tx, "maxFeePerGas"),
            MaxPriorityFeePerGas = Optional(tx, "maxPriorityFeePerGas"),
            AccessList = tx.TryGetProperty("accessList", out JsonElement list) ? list.AccessList(name) : [],
        };
    }

    private static BigInteger Optional(JsonElement tx, string property) =>
        tx.TryGetProperty(property, out JsonElement value) ? value.Integer() : 0;
}
