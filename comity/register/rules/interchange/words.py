# SPDX-License-Identifier: Apache-2.0
"""What columns and categories are called in the files of our offices."""

from __future__ import annotations

from comity.register.rules.category import Category

# English, Russian, Turkish, Azerbaijani, Uzbek, Persian, Arabic, French. The property's own name always counts.
HEADERS = {
    "id": "id no nr № sıra",
    "schema": "schema|kind|entity type|тип объекта",
    "category": "category|status in case|категория|статус лица|kateqoriya|kategori|toifa|دسته|صفت|catégorie|"
    "qualité",
    "name": "name|full name|fio|фио|ф.и.о.|имя|наименование|ad soyad|adı soyadı|soyadı adı|tam adı|ad|"
    "ism|f.i.sh.|f.i.o.|to'liq ism|نام|نام و نام خانوادگی|نام کامل|الاسم|الاسم الكامل|nom|"
    "nom complet|nom et prénom",
    "alias": "alias|aka|also known as|nickname|псевдоним|кличка|другое имя|takma ad|ləqəb|laqab|"
    "نام مستعار|اسم مستعار|الكنية",
    "firstName": "first name|given name|имя отдельно|given names|prénom|نام کوچک|الاسم الأول",
    "lastName": "last name|surname|family name|фамилия|soyadı|soyad|familiya|نام خانوادگی|اللقب|"
    "nom de famille",
    "middleName": "middle name|patronymic|отчество|ata adı|otasining ismi",
    "fatherName": "father name|father's name|имя отца|baba adı|atasının adı|نام پدر|اسم الأب",
    "motherName": "mother name|mother's name|имя матери|ana adı|نام مادر|اسم الأم",
    "birthDate": "birth date|date of birth|dob|born|дата рождения|год рождения|doğum tarihi|təvəllüd|"
    "doğum tarixi|tug'ilgan sanasi|tug'ilgan yili|تاریخ تولد|تاريخ الميلاد|date de naissance|"
    "né le",
    "birthPlace": "birth place|place of birth|место рождения|doğum yeri|tug'ilgan joyi|محل تولد|مكان الميلاد|"
    "lieu de naissance",
    "nationality": "nationality|национальность|uyruk|milliyyət|millati|ملیت|الجنسية|nationalité",
    "citizenship": "citizenship|гражданство|vətəndaşlıq|vatandaşlık|fuqaroligi|تابعیت|citoyenneté",
    "gender": "gender|sex|пол|cinsiyet|cinsi|jinsi|جنسیت|الجنس|sexe",
    "idNumber": "id number|identity number|national id|personal number|pin|fin|иин|пинфл|номер удостоверения|"
    "kimlik no|tc kimlik no|şəxsiyyət vəsiqəsi|jshshir|کد ملی|شماره ملی|رقم الهوية|"
    "numéro d'identité",
    "passportNumber": "passport|passport number|passport no|паспорт|номер паспорта|pasaport no|pasaport|pasport|"
    "شماره گذرنامه|گذرنامه|جواز السفر|رقم جواز السفر|passeport|numéro de passeport",
    "taxNumber": "tax number|tin|инн|vöen|vergi no|stir|شماره مالیاتی|الرقم الضريبي|numéro fiscal",
    "position": "position|job|должность|vəzifə|görev|lavozimi|سمت|المنصب|fonction",
    "phone": "phone|telephone|mobile|phone number|телефон|номер телефона|моб|telefon|cep telefonu|mobil|"
    "تلفن|شماره تلفن|موبایل|الهاتف|رقم الهاتف|téléphone|portable",
    "email": "email|e-mail|mail|почта|эл. почта|e-posta|elektron poçt|ایمیل|البريد الإلكتروني|courriel",
    "website": "website|site|web|domain|сайт|домен|web sitesi|veb sayt|sayt|وبسایت|الموقع|site web",
    "country": "country|страна|ülke|ölkə|mamlakat|davlat|کشور|الدولة|البلد|pays",
    "address": "address|адрес|место жительства|adres|ünvan|manzil|نشانی|آدرس|العنوان|adresse",
    "full": "full address|полный адрес",
    "notes": "notes|note|comment|remarks|примечание|комментарий|qeyd|not|izoh|توضیحات|ملاحظات|remarques|"
    "observations",
    "registrationNumber": "registration number|plate|plate number|reg no|госномер|номер регистрации|рег. номер|plaka|"
    "qeydiyyat nişanı|davlat raqami|پلاک|شماره ثبت|رقم اللوحة|immatriculation",
    "model": "model|марка|модель|marka|rusumi|مدل|modèle",
    "iban": "iban",
    "bic": "bic|swift",
    "bankName": "bank|bank name|банк|بانک|banque",
    "accountNumber": "account|account number|номер счета|счет|расчетный счет|hesap no|hesab|hisob raqami|"
    "شماره حساب|رقم الحساب",
    "publicKey": "wallet|crypto address|wallet address|кошелек|криптокошелек|cüzdan|hamyon|کیف پول|محفظة|"
    "portefeuille",
    "currency": "currency|валюта|para birimi|valyuta|ارز|العملة|devise|coin",
    "username": "username|user name|nick|login|account name|логин|ник|kullanıcı adı|istifadəçi adı|"
    "foydalanuvchi|نام کاربری",
    "service": "service|platform|сервис|платформа|платформа аккаунта|platforma|سرویس|منصة",
    "ipAddress": "ip|ip address|ip адрес",
    "imoNumber": "imo|imo number|номер имо",
    "jurisdiction": "jurisdiction|юрисдикция",
    "leiCode": "lei",
    "incorporationDate": "incorporation date|дата регистрации|təsis tarixi",
}  # fmt: skip
CATEGORIES = {
    Category.SUSPECT: "suspect|подозреваемый|şüpheli|şübhəli|gumon qilinuvchi|مظنون|المشتبه به|مشتبه به",
    Category.ACCUSED: "accused|обвиняемый|sanık|təqsirləndirilən|ayblanuvchi|متهم|المتهم|accusé|prévenu",
    Category.CONVICTED: "convicted|осужденный|hükümlü|məhkum|mahkum|محکوم|المدان|condamné",
    Category.WANTED: "wanted|в розыске|разыскиваемый|aranan|axtarışda|qidiruvda|تحت تعقیب|مطلوب|recherché",
    Category.MISSING: "missing|без вести пропавший|пропавший|kayıp|itkin|bedarak yo'qolgan|مفقود|disparu",
    Category.ASSOCIATE: "associate|связь|связанное лицо|bağlantılı|əlaqəli|aloqador|مرتبط|مخالط|proche",
    Category.VICTIM: "victim|потерпевший|mağdur|zərərçəkmiş|jabrlanuvchi|بزه‌دیده|قربانی|الضحية|ضحية|victime",
    Category.WITNESS: "witness|свидетель|tanık|şahid|guvoh|شاهد|الشاهد|témoin",
}  # fmt: skip
