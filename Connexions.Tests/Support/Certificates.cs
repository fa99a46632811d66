using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Connexions.Tests.Support;

/// <summary>What encrypts a key ring outside Development.</summary>
internal static class Certificates
{
    /// <returns>A PKCS#12 file.</returns>
    public static string New(string password)
    {
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest("CN=Connexions tests", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var file = TestFolder.NewFile(".pfx");
        File.WriteAllBytes(file, certificate.Export(X509ContentType.Pfx, password));
        return file;
    }
}
