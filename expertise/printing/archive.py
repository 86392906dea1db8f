"""One file that is PDF/A-3a and PDF/UA-1: the second name is added to the metadata of the first."""

import io

import pikepdf

_UA = """<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates which part of ISO 14289 is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
_END = b"</rdf:RDF>"


def named_twice(pdf: bytes) -> tuple[bytes, int]:
    """Add the PDF/UA identifier and pack the file; return it and how many pages it has."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        metadata = file.Root.Metadata
        said = metadata.read_bytes()
        if said.count(_END) != 1:
            raise ValueError("the metadata hold another number of blocks than one")
        metadata.write(said.replace(_END, _UA.encode() + _END))
        out = io.BytesIO()
        packed = pikepdf.ObjectStreamMode.generate
        file.save(out, deterministic_id=True, linearize=False, object_stream_mode=packed)
        return out.getvalue(), len(file.pages)
