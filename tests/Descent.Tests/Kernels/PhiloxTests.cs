using Descent.Kernels;

namespace Descent.Tests.Kernels;

public class PhiloxTests
{
    // The known answers of Random123, kat_vectors: counter and key words in the order of the file.
    [Theory]
    [InlineData(0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(0xffffffffffffffff, 0xffffffffffffffff, 0xffffffffffffffff, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x85a308d3243f6a88, 0x0370734413198a2e, 0x299f31d0a4093822, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Generate_KnownAnswers_Match(ulong index, ulong block, ulong key, uint first, uint second, uint third, uint fourth)
        => Assert.Equal(new PhiloxWords(first, second, third, fourth), Philox.Generate(key, index, block));
}
